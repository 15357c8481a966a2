package io.autohelm.agent.cli;

import io.autohelm.engine.repo.RepoIndexer;
import java.io.IOException;
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

/** {@code autohelm repo index}. */
@Command(
    name = "index",
    customSynopsis = "autohelm repo index [DIR] [flags]",
    header = "Write the index.yaml of a folder of packaged charts.",
    description = {
      "",
      "Looks at the archives of the folder and of those one level below. With --merge, "
          + "versions of another index are taken over that the folder does not have.",
      "",
      "Examples:",
      "  autohelm repo index ./dist --url https://charts.example.org",
      "  autohelm repo index ./dist --merge published/index.yaml",
      ""
    })
final class RepoIndexCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "The folder")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The address that the folder will have")
  private String url = "";

  @Option(
      names = "--merge",
      paramLabel = "FILE",
      description = "An index whose further versions are taken over")
  private @Nullable Path merge;

  @Option(names = "--json", description = "Write JSON")
  private boolean json;

  @Mixin HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.exactly(1, spec.commandLine(), arguments);
    }
    new RepoIndexer(Clock.system(ZoneId.systemDefault()))
        .write(Path.of(arguments.get(0)).toAbsolutePath().normalize(), url, merge, json);
    return 0;
  }
}
