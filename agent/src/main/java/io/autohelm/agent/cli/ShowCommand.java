package io.autohelm.agent.cli;

import io.autohelm.engine.chart.Charts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm show}: its commands differ in nothing but the part that they show. */
@Command
final class ShowCommand implements Callable<Integer>, LikeHelm {
  private final ShowPart part;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "CHART",
      description = "A path, an address, or NAME/CHART of a repository that was added")
  private List<String> arguments = new ArrayList<>();

  @Mixin private ChartOptions chart = new ChartOptions();

  @Mixin private HelmOptions options = new HelmOptions();

  private ShowCommand(ShowPart part) {
    this.part = part;
  }

  static CommandLine of(String name, ShowPart part, String header) {
    CommandLine line = new CommandLine(new ShowCommand(part));
    line.getCommandSpec()
        .name(name)
        .usageMessage()
        .header(header)
        .customSynopsis("autohelm show " + name + " [CHART] [flags]");
    return line;
  }

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.exactly(1, spec.commandLine(), arguments);
    }
    HelmOutput.print(part.of(Charts.load(ChartSource.find(arguments.get(0), chart, options))));
    return 0;
  }
}
