package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.Tactics;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.engine.action.LockHolder;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From what is seen to the one next step: a pure function, tested by a table. */
final class Decider {
  /** In the description of a revision whose writer died: the next attempt need not wait. */
  static final String INTERRUPTED = "Interrupted";

  private static final Pattern FAILED =
      Pattern.compile(
          "(?s)(Release|Upgrade|Rollback) \"[^\"]*\" failed: |"
              + String.join("|", INTERRUPTED, Failures.TESTS, Failures.UNDONE));

  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

  private Decider() {}

  static Decision decide(Seen seen) {
    if (seen.desired().suspended()) {
      return Decision.of(Step.SUSPEND, "suspended by its declaration");
    }
    Release last = seen.last().orElse(null);
    if (last != null && last.status().isPending()) {
      return locked(seen, last);
    }
    if (!seen.notReady().isEmpty() && needsAction(seen, last)) {
      return Decision.of(
          Step.WAIT_FOR_DEPENDENCY, "waits for " + String.join("; ", seen.notReady()));
    }
    if (last == null) {
      return Decision.of(Step.INSTALL, "not installed yet");
    }
    return switch (last.status()) {
      case FAILED -> failed(seen, last);
      case DEPLOYED -> deployed(seen, last);
      case UNINSTALLED -> uninstalled(seen, last);
      case UNINSTALLING -> Decision.of(Step.UPGRADE, "was uninstalled by somebody");
      default -> Decision.of(Step.UPGRADE, "no revision is deployed");
    };
  }

  private static Decision uninstalled(Seen seen, Release last) {
    int failures = Failures.of(seen.history(), seen.inputs());
    return failures > 0
        ? undone(seen, last, failures)
        : Decision.of(Step.UPGRADE, "was uninstalled by somebody");
  }

  private static boolean needsAction(Seen seen, @Nullable Release last) {
    return last == null || last.status() != ReleaseStatus.DEPLOYED || !seen.inputs().made(last);
  }

  private static Decision locked(Seen seen, Release pending) {
    if (seen.isPendingOwn()) {
      return Decision.of(
          Step.TAKE_OVER,
          "revision "
              + pending.revision()
              + " was left "
              + pending.status()
              + " by an agent that is gone");
    }
    Instant since = pending.info().lastDeployment();
    Instant until = since.plus(seen.desired().timeout());
    if (seen.now().isBefore(until)) {
      return Decision.of(
          Step.WAIT_FOR_LOCK,
          "revision "
              + pending.revision()
              + " is "
              + pending.status()
              + " by somebody else; taken over after "
              + until);
    }
    return Decision.of(
        Step.TAKE_OVER,
        "revision " + pending.revision() + " has been " + pending.status() + " since " + since);
  }

  /** Another writer acts on the release now. */
  static Decision busy(LockHolder holder) {
    return Decision.of(
        Step.WAIT_FOR_LOCK,
        "being acted on by "
            + holder.name()
            + "; taken over after "
            + holder.until()
            + " unless it goes on");
  }

  /**
   * Whether a revision failed for no fault of its own: its writer died, or a newer commit came,
   * which may have been taken back since.
   */
  static boolean isInterrupted(String description) {
    return description.startsWith(INTERRUPTED) || description.contains(Attempt.SUPERSEDED);
  }

  private static Decision failed(Seen seen, Release last) {
    if (!seen.inputs().made(last)) {
      return Decision.of(Step.UPGRADE, "the last revision failed, and its inputs have changed");
    }
    String why = last.info().description();
    if (isInterrupted(why)) {
      return Decision.of(Step.UPGRADE, "the last attempt was interrupted");
    }
    int failures = Failures.of(seen.history(), seen.inputs());
    Tactics.Remedy remedy = remedy(seen);
    if (remedy.isRetried()) {
      return tryAgain(seen, last, failures, remedy, why);
    }
    boolean mayBeRetried = mayBeRetried(remedy, failures);
    boolean isUndone = mayBeRetried || remedy.undoLast();
    if (!isUndone || (remedy.ignoreTests() && why.startsWith(Failures.TESTS))) {
      return quarantine(failures, why);
    }
    return isFirst(seen.history()) || remedy.byUninstall()
        ? Decision.of(Step.UNINSTALL, times(failures) + "; uninstalled; " + why)
        : Decision.of(Step.ROLL_BACK, times(failures) + "; rolled back; " + why);
  }

  /** An installation is what no good revision came before. */
  private static boolean isFirst(List<Release> history) {
    return good(history).isEmpty();
  }

  /** The newest revision that was good once. */
  static Optional<Release> good(List<Release> history) {
    return history.stream().filter(Decider::wasGood).reduce((a, b) -> b);
  }

  /** Also what failed or was uninstalled is superseded in the end; its description tells it. */
  private static boolean wasGood(Release revision) {
    return revision.status() == ReleaseStatus.DEPLOYED
        || (revision.status() == ReleaseStatus.SUPERSEDED
            && revision.info().deleted() == null
            && !FAILED.matcher(revision.info().description()).lookingAt());
  }

  private static Tactics.Remedy remedy(Seen seen) {
    Tactics tactics = seen.desired().tactics();
    return isFirst(seen.history()) ? tactics.afterInstall() : tactics.afterUpgrade();
  }

  private static boolean mayBeRetried(Tactics.Remedy remedy, int failures) {
    return remedy.retries() < 0 || failures <= remedy.retries();
  }

  private static String times(int failures) {
    return "failed " + failures + (failures == 1 ? " time" : " times");
  }

  private static Decision tryAgain(
      Seen seen, Release last, int failures, Tactics.Remedy remedy, String why) {
    Duration pause = remedy.interval() == null ? pause(failures) : remedy.interval();
    Instant retry = last.info().lastDeployment().plus(pause);
    return seen.now().isBefore(retry)
        ? new Decision(
            Step.WAIT_FOR_RETRY,
            times(failures)
                + "; tried again at "
                + retry.truncatedTo(ChronoUnit.SECONDS)
                + "; "
                + why,
            retry)
        : Decision.of(Step.UPGRADE, times(failures) + "; tried again");
  }

  private static Decision quarantine(int failures, String why) {
    return Decision.of(
        Step.QUARANTINE,
        times(failures)
            + "; left alone until chart or values change"
            + (why.isEmpty() ? "" : "; " + why));
  }

  /** What these inputs made was undone. */
  private static Decision undone(Seen seen, Release last, int failures) {
    if (last.status() == ReleaseStatus.DEPLOYED
        && !differing(seen).isEmpty()
        && seen.desired().drift() == DriftMode.CORRECT) {
      return Decision.of(Step.REAPPLY, differing(seen, last));
    }
    Tactics.Remedy remedy = remedy(seen);
    String why = Failures.why(seen.history(), seen.inputs());
    return remedy.isRetried() || mayBeRetried(remedy, failures)
        ? tryAgain(seen, last, failures, remedy, why)
        : quarantine(failures, why);
  }

  /** How long to wait after that many failures: doubling, up to ten minutes. */
  static Duration pause(int failures) {
    long factor = 1L << Math.min(20, Math.max(0, failures - 1));
    Duration pause = FIRST_RETRY.multipliedBy(factor);
    return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
  }

  /** What applying the release again would mend. */
  private static List<DriftedObject> differing(Seen seen) {
    return DriftedObject.correctable(seen.drift());
  }

  /** How many objects differ from what. */
  static String differing(int objects, Release last) {
    return (objects == 1 ? "1 object differs" : objects + " objects differ")
        + " from revision "
        + last.revision();
  }

  private static String differing(Seen seen, Release last) {
    return differing(differing(seen).size(), last);
  }

  private static Decision deployed(Seen seen, Release last) {
    if (!seen.inputs().made(last)) {
      int failures = Failures.of(seen.history(), seen.inputs());
      return failures > 0
          ? undone(seen, last, failures)
          : Decision.of(Step.UPGRADE, "chart or values have changed");
    }
    if (Gate.isDue(last, seen.desired().tactics().test())) {
      return Decision.of(Step.TEST, "revision " + last.revision() + " has tests to pass");
    }
    if (differing(seen).isEmpty()) {
      return Decision.of(Step.LEAVE, "in sync");
    }
    String what = differing(seen, last);
    return seen.desired().drift() == DriftMode.CORRECT
        ? Decision.of(Step.REAPPLY, what)
        : Decision.of(Step.LEAVE, what + "; only reported, as declared");
  }
}
