package io.autohelm.engine.kube;

/** Says whether a connection may change anything now; asked before each request that could. */
@FunctionalInterface
public interface ChangeFence {
  /** Everything may be changed at any time. */
  ChangeFence OPEN = () -> {};

  /**
   * Asks; must be quick.
   *
   * @throws io.autohelm.engine.action.ClusterException with reason LOCK_LOST where nothing may be
   *     changed
   */
  void check();
}
