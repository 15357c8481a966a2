package io.autohelm.agent;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is tried again every few seconds is told when it begins to fail and when it is over. */
final class OutageNote {
  private final String what;
  private final AtomicBoolean isOut = new AtomicBoolean();

  /**
   * @param what of several, for a sentence: "commands"
   */
  OutageNote(String what) {
    this.what = what;
  }

  /** The line for a failure; empty where it was told already. */
  Optional<String> failed(String reason) {
    return isOut.compareAndSet(false, true)
        ? Optional.of(what + " are not heard now, it is tried again: " + reason)
        : Optional.empty();
  }

  /** The line for the end of an outage; empty where there was none. */
  Optional<String> works() {
    return isOut.compareAndSet(true, false)
        ? Optional.of(what + " are heard again")
        : Optional.empty();
  }
}
