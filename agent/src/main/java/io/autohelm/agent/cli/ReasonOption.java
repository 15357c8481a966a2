package io.autohelm.agent.cli;

import picocli.CommandLine.Option;

/** Why an order is given. */
final class ReasonOption {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for whoever looks at it later")
  String text = "";
}
