package io.autohelm.agent.cli;

import io.autohelm.engine.repo.ChartAccess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Helm's options for how a repository or a registry is reached. */
final class AccessOptions {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--plain-http", description = "Ask a registry without TLS")
  private boolean plainHttp;

  ChartAccess access() {
    return access("", false);
  }

  /**
   * The access, for charts of a repository.
   *
   * @param passCredentials whether credentials also go to other hosts that its index names
   */
  ChartAccess access(String repository, boolean passCredentials) {
    CertificateOptions certificates = server.certificates;
    return new ChartAccess(
        repository,
        server.username,
        server.password,
        certificates.certFile,
        certificates.keyFile,
        certificates.caFile,
        server.insecure,
        plainHttp,
        passCredentials);
  }
}
