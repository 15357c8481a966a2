package io.autohelm.engine.action;

import java.time.Duration;

/**
 * How an action goes about its work.
 *
 * @param timeout for each single wait: for readiness, for a hook, for deletion
 * @param await whether to wait until the release's objects are ready before it counts as deployed
 * @param createNamespace whether a missing namespace is made at installation
 * @param force whether fields that other managers own are taken over
 * @param takeOwnership whether objects that exist already are adopted
 * @param hooks whether hooks run
 * @param crds whether the CRDs of {@code crds/} are installed, where they do not exist yet
 * @param maxHistory how many revisions are kept; 0 keeps all
 */
public record ActionPolicy(
    Duration timeout,
    boolean await,
    boolean createNamespace,
    boolean force,
    boolean takeOwnership,
    boolean hooks,
    boolean crds,
    int maxHistory) {

  /**
   * What a release gets that says nothing else: Git is the truth, so its fields win over other
   * managers.
   */
  public static final ActionPolicy STANDARD =
      new ActionPolicy(Duration.ofMinutes(5), true, false, true, false, true, true, 10);

  public ActionPolicy withTimeout(Duration other) {
    return new ActionPolicy(
        other, await, createNamespace, force, takeOwnership, hooks, crds, maxHistory);
  }

  public ActionPolicy withAwait(boolean other) {
    return new ActionPolicy(
        timeout, other, createNamespace, force, takeOwnership, hooks, crds, maxHistory);
  }

  public ActionPolicy withCreateNamespace(boolean other) {
    return new ActionPolicy(timeout, await, other, force, takeOwnership, hooks, crds, maxHistory);
  }

  public ActionPolicy withMaxHistory(int other) {
    return new ActionPolicy(
        timeout, await, createNamespace, force, takeOwnership, hooks, crds, other);
  }
}
