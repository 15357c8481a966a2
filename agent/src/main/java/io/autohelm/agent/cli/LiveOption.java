package io.autohelm.agent.cli;

import picocli.CommandLine.Option;

/** Whether a comparison asks the cluster. */
final class LiveOption {
  @Option(
      names = "--live",
      description =
          "Compare with the objects in the cluster, by a dry run of the API server; without hooks")
  private boolean live;

  boolean isAsked() {
    return live;
  }
}
