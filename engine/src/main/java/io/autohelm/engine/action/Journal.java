package io.autohelm.engine.action;

import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;

/** The revision that an action works on, as it was last recorded or is about to be. */
final class Journal {
  private final ReleaseStore store;
  private Release current;

  Journal(ReleaseStore store, Release release) {
    this.store = store;
    this.current = release;
  }

  Release current() {
    return current;
  }

  /** Notes what will be recorded the next time. */
  void note(Release release) {
    current = release;
  }

  /** Notes and records. */
  void record(Release release) {
    current = release;
    store.update(release);
  }

  /** Records where the revision stands now. */
  void record(ReleaseStatus status, String description) {
    record(current.with(status, description));
  }
}
