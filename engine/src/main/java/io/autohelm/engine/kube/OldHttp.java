package io.autohelm.engine.kube;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The same API server by HTTP/1.1, for an answer that does not come through by HTTP/2: an API
 * server that refuses a token says goodbye to the whole connection in the same breath, and the JDK
 * then drops what it said. Connects when it is first needed.
 */
final class OldHttp implements AutoCloseable {
  private static final String GOODBYE = "GOAWAY";

  private final KubernetesClient client;
  private @Nullable KubernetesClient old;

  OldHttp(KubernetesClient client) {
    this.client = client;
  }

  /** Whether a request failed because the server ended the connection. */
  static boolean isNeeded(IOException failure) {
    return failure.getMessage() != null && failure.getMessage().contains(GOODBYE);
  }

  synchronized HttpClient get() {
    KubernetesClient known = old;
    if (known == null) {
      known =
          new KubernetesClientBuilder()
              .withHttpClientFactory(new ClientFactory(client.getConfiguration()))
              .withConfig(
                  new ConfigBuilder(client.getConfiguration()).withHttp2Disable(true).build())
              .build();
      old = known;
    }
    return known.getHttpClient();
  }

  @Override
  public synchronized void close() {
    if (old != null) {
      old.close();
    }
  }
}
