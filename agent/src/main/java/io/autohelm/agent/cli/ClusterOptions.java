package io.autohelm.agent.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The cluster that declarations are compared with, for commands that do what the agent does. */
final class ClusterOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig (default: as kubectl finds it)")
  @Nullable Path kubeconfig;

  @Option(names = "--kube-context", paramLabel = "NAME", description = "The kubeconfig's context")
  @Nullable String context;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The agent's configuration file, for the credentials of chart repositories")
  @Nullable Path config;
}
