package io.autohelm.engine.action;

import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import java.util.List;
import java.util.Optional;

/** What follows from the revisions of a release, oldest first. */
final class History {
  private History() {}

  /** The newest revision. */
  static Optional<Release> last(List<Release> history) {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /** The newest revision that is deployed. */
  static Optional<Release> deployed(List<Release> history) {
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.get(i).status() == ReleaseStatus.DEPLOYED) {
        return Optional.of(history.get(i));
      }
    }
    return Optional.empty();
  }

  static Optional<Release> revision(List<Release> history, int revision) {
    return history.stream().filter(release -> release.revision() == revision).findFirst();
  }

  /**
   * Makes room for one more revision: the oldest beyond the limit go, the deployed one always
   * stays. Done before each new revision, so that one that fails again and again does not fill the
   * cluster.
   */
  static void prune(ReleaseStore store, List<Release> history, int limit) {
    if (limit <= 0) {
      return;
    }
    int kept = deployed(history).map(Release::revision).orElse(0);
    int excess = history.size() + 1 - limit;
    for (Release revision : history) {
      if (excess <= 0) {
        return;
      }
      if (revision.revision() != kept) {
        store.delete(revision.namespace(), revision.name(), revision.revision());
        excess--;
      }
    }
  }

  /** Marks what is recorded as deployed as superseded, but for one revision. */
  static void supersede(ReleaseStore store, List<Release> history, int except) {
    for (Release revision : history) {
      if (revision.status() == ReleaseStatus.DEPLOYED && revision.revision() != except) {
        store.update(superseded(revision));
      }
    }
  }

  static Release superseded(Release revision) {
    return revision.with(ReleaseStatus.SUPERSEDED, revision.info().description());
  }
}
