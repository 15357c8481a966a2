package io.autohelm.agent.declaration;

import java.time.Duration;
import java.util.List;

/**
 * A declared chart repository or registry. The names and meanings are those of Flux's
 * HelmRepository, as far as it has them.
 *
 * @param name what releases call it
 * @param namespace where its Secrets are
 * @param url with {@code https}, {@code http} or {@code oci}
 * @param secret the Secret with {@code username} and {@code password}, {@code token}, or {@code
 *     .dockerconfigjson}; empty where nobody asks by name
 * @param certSecret the Secret with {@code ca.crt}, and {@code tls.crt} with {@code tls.key}; empty
 *     for the system's trust
 * @param passCredentials whether credentials also go to other hosts that its index names
 * @param insecure whether a registry is asked without TLS
 * @param interval how long an answer counts
 * @param keyring the file of the commit with the keys that must have signed its charts; empty where
 *     nobody must
 * @param signers which of them; empty for any
 */
public record DeclaredRepository(
    String name,
    String namespace,
    String url,
    String secret,
    String certSecret,
    boolean passCredentials,
    boolean insecure,
    Duration interval,
    String keyring,
    List<String> signers) {
  public DeclaredRepository {
    signers = List.copyOf(signers);
  }

  /** Whether it is reached as everybody reaches its address. */
  public boolean isPlain() {
    return secret.isEmpty()
        && certSecret.isEmpty()
        && keyring.isEmpty()
        && !passCredentials
        && !insecure;
  }
}
