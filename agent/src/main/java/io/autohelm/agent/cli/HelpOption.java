package io.autohelm.agent.cli;

import picocli.CommandLine.Option;

/** The option for help alone: that for the version means the chart's version in Helm's commands. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit")
  boolean wanted;
}
