package io.autohelm.agent.cli;

import picocli.CommandLine.Option;

/** Helm's option for how many revisions are kept. */
final class HistoryOption {
  private static final int STANDARD = 10;

  @Option(
      names = "--history-max",
      paramLabel = "NUMBER",
      converter = GoInteger.class,
      description = "How many revisions to keep, 0 for all (default: HELM_MAX_HISTORY, then 10)")
  private int max = ofVariable();

  private static int ofVariable() {
    try {
      return Integer.parseInt(System.getenv().getOrDefault("HELM_MAX_HISTORY", ""));
    } catch (NumberFormatException e) {
      return STANDARD; // as Helm takes a variable that is no number
    }
  }

  int max() {
    return max;
  }
}
