package io.autohelm.engine.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends a wait from outside: whoever waits holds it too, and gives up with the reason when it is
 * cancelled. Only waits end by it; what is being sent to the cluster is finished. Safe for many
 * threads.
 */
public final class Cancel {
  /** What nobody cancels. */
  public static final Cancel NEVER = new Cancel("");

  /** Takes back a registration. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private final List<Runnable> listeners = new ArrayList<>();
  private final boolean isFixed;
  private String why;

  /** Not cancelled yet. */
  public Cancel() {
    this.why = "";
    this.isFixed = false;
  }

  private Cancel(String why) {
    this.why = why;
    this.isFixed = true;
  }

  /**
   * Cancels; the first reason stays.
   *
   * @param reason for people, not empty
   * @throws IllegalStateException for {@link #NEVER}
   */
  public void cancel(String reason) {
    if (reason.isEmpty()) {
      throw new IllegalArgumentException("a cancellation needs a reason");
    }
    List<Runnable> told;
    synchronized (this) {
      if (isFixed) {
        throw new IllegalStateException("this must never be cancelled");
      }
      if (!why.isEmpty()) {
        return;
      }
      why = reason;
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  /** Why it was cancelled; empty while it is not. */
  public synchronized Optional<String> why() {
    return why.isEmpty() ? Optional.empty() : Optional.of(why);
  }

  /**
   * Has something run when it is cancelled, or at once where it is already.
   *
   * @param listener must be quick and must not throw
   */
  public Registration onCancel(Runnable listener) {
    boolean isLate;
    synchronized (this) {
      isLate = !why.isEmpty();
      if (!isLate && !isFixed) {
        listeners.add(listener);
      }
    }
    if (isLate) {
      listener.run();
    }
    return () -> {
      synchronized (this) {
        listeners.remove(listener);
      }
    };
  }
}
