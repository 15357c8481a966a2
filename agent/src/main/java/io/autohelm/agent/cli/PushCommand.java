package io.autohelm.agent.cli;

import io.autohelm.engine.repo.HelmPush;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
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

/** {@code autohelm push}. */
@Command(
    name = "push",
    customSynopsis = "autohelm push [chart] [remote] [flags]",
    header = "Upload a packaged chart to a registry or a ChartMuseum.",
    description = {
      "",
      "REMOTE is oci://HOST/PATH, the address of a ChartMuseum, or the name of one that "
          + "was added. A provenance file beside the archive is uploaded with it.",
      "",
      "Examples:",
      "  autohelm push shop-1.2.0.tgz oci://registry.example.org/charts",
      "  autohelm push shop-1.2.0.tgz https://museum.example.org --username ci "
          + "--password \"$TOKEN\"",
      ""
    })
final class PushCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "ARCHIVE REMOTE", description = "What, and where to")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--force", description = "Let a ChartMuseum replace a version that it has")
  private boolean force;

  @Option(
      names = "--context-path",
      paramLabel = "PATH",
      description = "Where a ChartMuseum's own paths begin, if not at its host")
  private String contextPath = "";

  @Mixin private AccessOptions access = new AccessOptions();

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.atLeast(2, spec.commandLine(), arguments);
    }
    new HelmPush(options.folders(), System.getenv(), Clock.systemUTC(), HelmOutput::line)
        .push(
            Path.of(arguments.get(0)),
            arguments.get(1),
            access.access(),
            ZoneId.systemDefault(),
            contextPath,
            force);
    return 0;
  }
}
