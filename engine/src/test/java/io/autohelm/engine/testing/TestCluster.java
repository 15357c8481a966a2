package io.autohelm.engine.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * A real cluster in the hands of one test (or of one test class, where a constructor or a method
 * for all tests asks for it). Others use the cluster at the same time: a test keeps to namespaces
 * of its own, and gives cluster-wide objects names of their own.
 */
public final class TestCluster implements AutoCloseable {
  private final Path kubeconfig;
  private final KubernetesClient client;
  private final List<String> namespaces = Collections.synchronizedList(new ArrayList<>());

  TestCluster(Path kubeconfig, KubernetesClient client) {
    this.kubeconfig = kubeconfig;
    this.client = client;
  }

  /** Where the administrator's kubeconfig is. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The administrator's kubeconfig. */
  public String kubeconfigText() {
    return read(kubeconfig);
  }

  /** The address of the API server. */
  public String apiUrl() {
    return client.getMasterUrl().toString();
  }

  /** An administrator's client, shared by all tests of this JVM: do not close it. */
  public KubernetesClient client() {
    return client;
  }

  /** The name of a new, empty namespace, which is deleted after the test. */
  public String createNamespace() {
    String name = "test-" + UUID.randomUUID().toString().substring(0, 13);
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    namespaces.add(name);
    return name;
  }

  /** Deletes the namespaces without waiting until they are gone. */
  @Override
  public void close() {
    for (String namespace : List.copyOf(namespaces)) {
      try {
        client.namespaces().withName(namespace).delete();
      } catch (KubernetesClientException leftBehind) {
        System.err.println("test bed: " + namespace + " stays behind: " + leftBehind.getMessage());
      }
    }
  }

  static KubernetesClient clientFor(Path kubeconfig) {
    Config config = Config.fromKubeconfig(read(kubeconfig));
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
