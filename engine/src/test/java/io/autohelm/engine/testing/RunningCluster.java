package io.autohelm.engine.testing;

/** A cluster that the supervisor keeps. */
sealed interface RunningCluster permits BinaryCluster, ContainerCluster {
  /** A kubeconfig of an administrator. */
  String kubeconfig();

  /** What died, or "" while all is well. */
  String casualty();

  /** Ends every process of the cluster; may be called more than once. */
  void stop();
}
