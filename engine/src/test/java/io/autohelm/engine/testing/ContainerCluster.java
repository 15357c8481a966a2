package io.autohelm.engine.testing;

import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** K3s in a container. */
final class ContainerCluster implements RunningCluster {
  private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.36.3-k3s1");

  private final K3sContainer container;

  private ContainerCluster(K3sContainer container) {
    this.container = container;
  }

  static ContainerCluster start() {
    K3sContainer container = new K3sContainer(IMAGE);
    container.start();
    return new ContainerCluster(container);
  }

  @Override
  public String kubeconfig() {
    return container.getKubeConfigYaml();
  }

  @Override
  public String casualty() {
    return container.isRunning() ? "" : "the K3s container";
  }

  @Override
  public void stop() {
    container.stop();
  }
}
