package io.autohelm.agent.cli;

import io.autohelm.engine.chart.StarterChart;
import java.io.IOException;
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

/** {@code autohelm create}. */
@Command(
    name = "create",
    customSynopsis = "autohelm create NAME [flags]",
    header = "Make a new chart.",
    description = {
      "",
      "Makes a chart folder with all that a web application commonly needs: Deployment, "
          + "Service, ServiceAccount, and, to be switched on, Ingress, HTTPRoute and "
          + "HorizontalPodAutoscaler; notes and a test. NAME may be a path whose folder "
          + "exists. Files of the same names are overwritten, others left.",
      "",
      "Examples:",
      "  autohelm create shop",
      "  autohelm create charts/shop --starter ~/starters/java-service",
      ""
    })
final class CreateCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "The chart's name, or its path")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-p", "--starter"},
      paramLabel = "NAME|PATH",
      description =
          "A chart to make the new one after: an absolute path, or a name below starters/ of Helm's data folder")
  private String starter = "";

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.exactly(1, spec.commandLine(), arguments);
    }
    String given = arguments.get(0);
    HelmOutput.print("Creating " + given + "\n");
    Path path = Path.of(given).normalize();
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    Path folder = path.getParent() == null ? Path.of("") : path.getParent();
    if (starter.isEmpty()) {
      StarterChart.create(
          name,
          folder,
          file ->
              HelmOutput.print("WARNING: File \"" + file + "\" already exists. Overwriting.\n"));
    } else {
      Path pattern = options.folders().data().resolve("starters").resolve(starter);
      StarterChart.createFrom(name, folder, pattern, Clock.systemUTC());
    }
    return 0;
  }
}
