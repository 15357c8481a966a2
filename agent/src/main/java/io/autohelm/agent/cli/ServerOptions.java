package io.autohelm.agent.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Helm's options for who asks a chart repository, and whom it trusts. */
final class ServerOptions {
  @Option(names = "--username", paramLabel = "NAME", description = "The user at the repository")
  String username = "";

  @Option(names = "--password", paramLabel = "TEXT", description = "The password at the repository")
  String password = "";

  @Mixin CertificateOptions certificates = new CertificateOptions();

  @Option(
      names = "--insecure-skip-tls-verify",
      description = "Trust any certificate: anybody on the way can change what comes")
  boolean insecure;
}
