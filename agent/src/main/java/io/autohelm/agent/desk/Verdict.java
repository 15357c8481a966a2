package io.autohelm.agent.desk;

import io.autohelm.agent.status.ReleaseView;
import io.autohelm.agent.status.RevisionView;
import java.util.List;

/**
 * Whether an order makes sense for a release as it is now.
 *
 * @param isPossible whether it can be given
 * @param text what will happen, or why not and what helps
 */
record Verdict(boolean isPossible, String text) {
  private static final String KEPT =
      " as a new revision; what Git says now is left alone until chart or values change there";

  private static Verdict yes(String text) {
    return new Verdict(true, text);
  }

  private static Verdict no(String text) {
    return new Verdict(false, text);
  }

  private static boolean isSuspended(ReleaseView release) {
    return release.action().equals("suspend");
  }

  private static boolean isByDeclaration(ReleaseView release) {
    return isSuspended(release) && release.reason().contains("by its declaration");
  }

  static Verdict sync(ReleaseView release) {
    return isSuspended(release)
        ? no("the release is suspended: resume it first")
        : yes("it is looked at now, and what failed is tried again");
  }

  static Verdict suspend() {
    return yes("it is left alone until it is resumed");
  }

  static Verdict resume(ReleaseView release) {
    if (isByDeclaration(release)) {
      return no("its declaration says suspend: true; only a commit changes that");
    }
    return isSuspended(release)
        ? yes("it is looked at now, and kept as Git says from now on")
        : no("the release is not suspended");
  }

  static Verdict approve(ReleaseView release, String digest) {
    if (release.digest() == null) {
      return no("the release waits for nobody to agree");
    }
    return digest.equals(release.digest())
        ? yes("what bears this digest is carried out now")
        : no("the release waits for another digest by now: " + release.digest());
  }

  /**
   * Whether a revision can be gone back to.
   *
   * @param revision 0 for the last good one before the newest
   * @param history the newest first
   */
  static Verdict rollback(ReleaseView release, int revision, List<RevisionView> history) {
    if (isSuspended(release)) {
      return no("the release is suspended: resume it first");
    }
    if (revision == 0) {
      return history.size() < 2
          ? no("there is no earlier revision")
          : yes("the last good revision before the newest is brought back" + KEPT);
    }
    if (history.stream().noneMatch(known -> known.revision() == revision)) {
      return no("revision " + revision + " is not recorded any more");
    }
    return revision == history.get(0).revision()
        ? no("revision " + revision + " is the newest already")
        : yes("revision " + revision + " is brought back" + KEPT);
  }
}
