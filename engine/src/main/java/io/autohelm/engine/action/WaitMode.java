package io.autohelm.engine.action;

/** For what an action waits before it counts as done, Helm's {@code --wait}. */
public enum WaitMode {
  /** For hooks alone; Helm's {@code hookOnly}. */
  HOOKS_ONLY,
  /** For every object, by the rules of kstatus; Helm's {@code watcher}. */
  WATCHER,
  /** For every object, by the rules of Helm 3; Helm's {@code legacy}. */
  LEGACY,
  /** As {@link #WATCHER}, stage after stage in the order that the charts ask for. */
  ORDERED;

  /** Whether objects that are no hooks are waited for. */
  public boolean isForObjects() {
    return this != HOOKS_ONLY;
  }
}
