package io.autohelm.agent.cli;

import picocli.CommandLine.Option;

/** Helm's options for the certificates of a connection, as paths of PEM files; empty for none. */
final class CertificateOptions {
  @Option(
      names = "--cert-file",
      paramLabel = "FILE",
      description = "A client certificate to show to the server")
  String certFile = "";

  @Option(names = "--key-file", paramLabel = "FILE", description = "The client certificate's key")
  String keyFile = "";

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Certificates to trust besides the system's")
  String caFile = "";
}
