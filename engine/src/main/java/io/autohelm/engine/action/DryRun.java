package io.autohelm.engine.action;

/** Whether an action only shows what it would do. */
public enum DryRun {
  /** It does it. */
  NONE,
  /** Nothing is done and no cluster is asked: capabilities are assumed, look-ups are empty. */
  CLIENT,
  /** Nothing is done; the cluster is asked. */
  SERVER;

  /** Whether nothing is done. */
  public boolean isDry() {
    return this != NONE;
  }
}
