package io.autohelm.agent.cli;

import io.autohelm.engine.repo.ChartAccess;
import picocli.CommandLine.Option;

/** Helm's options for how a repository or a registry is reached. */
final class AccessOptions {
  @Option(names = "--username", paramLabel = "NAME", description = "The user at the repository")
  private String username = "";

  @Option(names = "--password", paramLabel = "TEXT", description = "The password at the repository")
  private String password = "";

  @Option(
      names = "--cert-file",
      paramLabel = "FILE",
      description = "A client certificate to show to the server")
  private String certFile = "";

  @Option(names = "--key-file", paramLabel = "FILE", description = "The client certificate's key")
  private String keyFile = "";

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Certificates to trust besides the system's")
  private String caFile = "";

  @Option(
      names = "--insecure-skip-tls-verify",
      description = "Trust any certificate: anybody on the way can change what comes")
  private boolean insecure;

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
    return new ChartAccess(
        repository,
        username,
        password,
        certFile,
        keyFile,
        caFile,
        insecure,
        plainHttp,
        passCredentials);
  }
}
