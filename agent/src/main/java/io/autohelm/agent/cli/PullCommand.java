package io.autohelm.agent.cli;

import io.autohelm.engine.chart.ChartArchives;
import io.autohelm.engine.repo.HelmCharts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

/** {@code autohelm pull}. */
@Command(
    name = "pull",
    aliases = "fetch",
    customSynopsis = "autohelm pull [chart URL | repo/chartname] [...] [flags]",
    header = "Download charts, and unpack them if asked.",
    description = {
      "",
      "CHART is the address of an archive, NAME/CHART of a repository that was added, "
          + "or oci://HOST/CHART.",
      "",
      "Examples:",
      "  autohelm pull shop --repo https://charts.example.org --version ^2 --untar",
      "  autohelm pull oci://registry.example.org/charts/shop --version 1.2.0 -d dist",
      ""
    })
final class PullCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "CHART", description = "What to download")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--untar", description = "Unpack the chart instead of keeping the archive")
  private boolean untar;

  @Option(
      names = "--untardir",
      paramLabel = "FOLDER",
      description = "Where to unpack, below --destination (default: there)")
  private String untarFolder = ".";

  @Option(
      names = {"-d", "--destination"},
      paramLabel = "FOLDER",
      description = "Where to write (default: here)")
  private String destination = ".";

  @Option(names = "--prov", description = "Bring the provenance file too, without looking at it")
  private boolean withProvenance;

  @Mixin private ChartOptions chart = new ChartOptions();

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.atLeast(1, spec.commandLine(), arguments);
    }
    HelmCharts charts =
        new HelmCharts(
            options.folders(),
            System.getenv(),
            Clock.systemUTC(),
            HelmOutput::log,
            HelmOutput::line);
    for (String argument : arguments) {
      if (untar) {
        unpack(argument, charts);
      } else {
        pull(argument, charts, Path.of(destination));
      }
    }
    return 0;
  }

  private Path pull(String argument, HelmCharts charts, Path folder) throws IOException {
    HelmCharts.Pulled pulled =
        charts.pull(argument, chart.version(), chart.access(), chart.proof(withProvenance), folder);
    pulled.proven().ifPresent(proven -> HelmOutput.print(proven.report()));
    return pulled.file();
  }

  private void unpack(String argument, HelmCharts charts) throws IOException {
    Path temporary = Files.createTempDirectory("helm-");
    try {
      Path archive = pull(argument, charts, temporary);
      Path into = Path.of(destination).resolve(untarFolder).normalize();
      Path taken = into.resolve(argument.substring(argument.lastIndexOf('/') + 1));
      if (Files.exists(taken)) {
        throw new CommandException(
            1, "failed to untar: a file or directory with the name " + taken + " already exists");
      }
      Files.createDirectories(taken);
      ChartArchives.expand(archive, into.toAbsolutePath());
    } finally {
      HelmFiles.delete(temporary);
    }
  }
}
