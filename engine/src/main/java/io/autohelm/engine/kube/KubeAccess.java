package io.autohelm.engine.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an API server is reached, where that differs from what the kubeconfig says: what {@code
 * helm}'s options {@code --kube-...} say.
 *
 * @param kubeconfig the file; null for that of the Pod, of {@code KUBECONFIG}, or of the home
 *     folder
 * @param context the kubeconfig's context; null for its current one
 * @param token a bearer token; null for the kubeconfig's credentials
 * @param asUser whom to impersonate; null for nobody
 * @param asGroups the groups of who is impersonated
 * @param server the API server's address; null for the kubeconfig's
 * @param caFile the authority's certificate; null for the kubeconfig's
 * @param insecure whether any certificate is trusted
 */
public record KubeAccess(
    @Nullable Path kubeconfig,
    @Nullable String context,
    @Nullable String token,
    @Nullable String asUser,
    List<String> asGroups,
    @Nullable String server,
    @Nullable String caFile,
    boolean insecure) {

  public KubeAccess {
    asGroups = List.copyOf(asGroups);
  }

  /** As the kubeconfig says. */
  public static KubeAccess of(@Nullable Path kubeconfig, @Nullable String context) {
    return new KubeAccess(kubeconfig, context, null, null, List.of(), null, null, false);
  }

  Config over(Config config) {
    ConfigBuilder builder = new ConfigBuilder(config);
    if (server != null) {
      builder.withMasterUrl(server);
    }
    if (token != null) {
      builder.withOauthToken(token);
    }
    if (asUser != null) {
      builder.withImpersonateUsername(asUser);
    }
    if (!asGroups.isEmpty()) {
      builder.withImpersonateGroups(asGroups.toArray(String[]::new));
    }
    if (caFile != null) {
      builder.withCaCertFile(caFile).withCaCertData(null);
    }
    if (insecure) {
      builder.withTrustCerts(true).withDisableHostnameVerification(true);
    }
    return builder.build();
  }
}
