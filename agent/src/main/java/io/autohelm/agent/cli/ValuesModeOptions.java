package io.autohelm.agent.cli;

import io.autohelm.engine.action.ValuesMode;
import picocli.CommandLine.Option;

/**
 * What becomes of the last revision's values in an upgrade; the first option that is given wins.
 */
final class ValuesModeOptions {
  @Option(names = "--reset-values", description = "Forget the values of the last revision")
  private boolean reset;

  @Option(
      names = "--reuse-values",
      description = "Lay values over those of the last revision and of its chart")
  private boolean reuse;

  @Option(
      names = "--reset-then-reuse-values",
      description = "Lay values over those of the last revision and of the new chart")
  private boolean resetThenReuse;

  ValuesMode mode() {
    if (reset) {
      return ValuesMode.RESET;
    }
    if (reuse) {
      return ValuesMode.REUSE;
    }
    return resetThenReuse ? ValuesMode.RESET_THEN_REUSE : ValuesMode.STANDARD;
  }
}
