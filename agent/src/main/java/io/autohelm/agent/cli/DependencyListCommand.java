package io.autohelm.agent.cli;

import io.autohelm.engine.repo.ChartDependencies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm dependency list}. */
@Command(
    name = "list",
    aliases = "ls",
    customSynopsis = "autohelm dependency list CHART [flags]",
    header = "Show how the dependencies of a chart stand.")
final class DependencyListCommand implements Callable<Integer>, LikeHelm {
  private static final int USUAL_WIDTH = 80;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "CHART", description = "The chart (default: here)")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--max-col-width",
      paramLabel = "NUMBER",
      description = "The most characters of a column, 0 for all (default: 80)")
  private int width = USUAL_WIDTH;

  @Mixin HelmOptions options = new HelmOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.atMost(1, spec.commandLine(), arguments);
    }
    Path folder = Path.of(arguments.isEmpty() ? "." : arguments.get(0)).normalize();
    if (!Files.exists(folder.toAbsolutePath())) {
      throw new CommandException(1, "stat " + folder + ": no such file or directory");
    }
    List<ChartDependencies.Status> all = ChartDependencies.list(folder);
    if (all.isEmpty()) {
      HelmOutput.print("WARNING: no dependencies at " + folder.resolve("charts") + "\n");
      return 0;
    }
    HelmTable table = new HelmTable(width);
    table.add("NAME", "VERSION", "REPOSITORY", "STATUS");
    all.forEach(one -> table.add(one.name(), one.version(), one.repository(), one.status()));
    StringBuilder text = new StringBuilder(table.text()).append("\n\n");
    ChartDependencies.strangers(folder).forEach(warning -> text.append(warning).append('\n'));
    HelmOutput.print(text.toString());
    return 0;
  }
}
