package io.autohelm.agent.cli;

import io.autohelm.engine.action.DryRun;
import picocli.CommandLine.Option;

/** Helm's option for only showing what would be done. */
final class DryRunOption {
  private static final String ALONE = "unset";

  @Option(
      names = "--dry-run",
      arity = "0..1",
      fallbackValue = ALONE,
      preprocessor = AttachedValue.class,
      paramLabel = "none|client|server",
      description =
          "Change nothing: server asks the cluster, client (for --dry-run alone) asks nobody")
  private String text = "none";

  DryRun of() {
    return switch (text) {
      case "none" -> DryRun.NONE;
      case "client" -> DryRun.CLIENT;
      case "server" -> DryRun.SERVER;
      case ALONE -> {
        ActionOptions.warn(
            "--dry-run is deprecated and should be replaced with '--dry-run=client'");
        yield DryRun.CLIENT;
      }
      case "1", "t", "T", "true", "TRUE", "True" -> old("true", DryRun.CLIENT);
      case "0", "f", "F", "false", "FALSE", "False" -> old("false", DryRun.NONE);
      default ->
          throw new CommandException(
              1,
              "invalid dry-run value (\""
                  + text
                  + "\"). Must be \"none\", \"server\", or \"client\"");
    };
  }

  private DryRun old(String truth, DryRun meant) {
    ActionOptions.warn(
        "boolean '--dry-run="
            + text
            + "' flag is deprecated and must be replaced with '--dry-run="
            + (truth.equals("true") ? "client" : "none")
            + "'");
    return meant;
  }
}
