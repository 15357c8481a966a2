package io.autohelm.sandbox;

import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept by a real API server: what the cases say is not our opinion. */
@RealCluster
final class RealClusterContractIT
    implements ObjectContract, PatchContract, ApplyContract, ListContract, DiscoveryContract {
  private static HttpClient http;
  private static URI address;
  private static String token;

  private final Api api = new Api(http, address, token);

  @BeforeAll
  static void connect(TestCluster cluster) throws Exception {
    Config config = cluster.client().getConfiguration();
    http = trusting(config);
    address = URI.create(cluster.apiUrl());
    token =
        Stream.of(config.getOauthToken(), config.getAutoOAuthToken())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
  }

  private static HttpClient trusting(Config config) throws Exception {
    try {
      return HttpClient.newBuilder()
          // The ciphers which the client's TLS settings lead to are refused for HTTP/2.
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(SSLUtils.sslContext(config))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the cluster's certificates cannot be used", e);
    }
  }

  @Override
  public Api api() {
    return api;
  }
}
