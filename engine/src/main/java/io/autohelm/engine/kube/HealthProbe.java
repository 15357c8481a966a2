package io.autohelm.engine.kube;

import io.autohelm.engine.health.Health;
import io.autohelm.engine.manifest.KubeObject;

/**
 * Looks how one object does: one request, and two or three more for a workload that is not ready.
 */
public interface HealthProbe {

  /**
   * How an object was found.
   *
   * @param version its {@code resourceVersion}; empty for what does not exist
   */
  record Finding(String version, Health health) {}

  /**
   * Looks at the object and, where it is not ready, at its pods, which tell why.
   *
   * @param object placed; its name is what counts
   * @throws io.autohelm.engine.action.ClusterException when it cannot be asked for
   */
  Finding look(KubeObject object);

  /** The same of an object as it was just got from the server; costs nothing, asks no pods. */
  Finding of(KubeObject live);
}
