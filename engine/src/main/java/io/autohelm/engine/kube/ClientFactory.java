package io.autohelm.engine.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP clients that ask for ChaCha20-Poly1305 before all other ciphers, which remain on
 * offer. The JDK computes AES-GCM in Java where only the first compiler runs, at a quarter of the
 * speed; a Go server follows the order of the client that it serves.
 */
final class ClientFactory extends JdkHttpClientFactory {
  private final Config config;

  ClientFactory(Config config) {
    this.config = config;
  }

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    String @Nullable [] suites = suites();
    if (suites != null) {
      TlsVersion[] versions = config.getTlsVersions();
      builder.sslParameters(
          new SSLParameters(
              suites,
              versions == null
                  ? null
                  : Arrays.stream(versions).map(TlsVersion::javaName).toArray(String[]::new)));
    }
  }

  /** What this Java offers, in our order; null where it has no TLS at all. */
  static String @Nullable [] suites() {
    try {
      String[] offered = SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites();
      return Stream.concat(
              Arrays.stream(offered).filter(suite -> suite.contains("CHACHA20")),
              Arrays.stream(offered).filter(suite -> !suite.contains("CHACHA20")))
          .toArray(String[]::new);
    } catch (NoSuchAlgorithmException e) {
      return null; // a client that needs TLS says so itself
    }
  }
}
