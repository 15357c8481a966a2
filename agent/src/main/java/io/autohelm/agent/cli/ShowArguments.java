package io.autohelm.agent.cli;

import io.autohelm.engine.chart.Charts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The arguments of all that {@code show} can show. */
final class ShowArguments {
  @Parameters(
      arity = "0..*",
      paramLabel = "CHART",
      description = "A path, an address, or NAME/CHART of a repository that was added")
  private List<String> arguments = new ArrayList<>();

  @Mixin private ChartOptions chart = new ChartOptions();

  @Mixin private HelmOptions options = new HelmOptions();

  int show(ShowPart part, CommandLine line) throws IOException {
    HelmUsage.exactly(1, line, arguments);
    HelmOutput.print(part.of(Charts.load(ChartSource.find(arguments.get(0), chart, options))));
    return 0;
  }
}
