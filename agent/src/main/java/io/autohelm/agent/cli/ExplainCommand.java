package io.autohelm.agent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm explain}. */
@Command(
    name = "explain",
    header = "Tell which layer, file, line and commit set a value of a release.",
    description = {
      "",
      "Reads the declarations of a folder and tells for each value below PATH what set it, and what it was in the",
      "layers below: the chart's defaults, values files, ConfigMaps and Secrets, the declaration. In a work tree of Git",
      "the commit that wrote each line is told too. What comes from a Secret is hidden. The cluster is asked only for",
      "what the declaration takes from it.",
      "",
      "Examples:",
      "  autohelm explain shop image.tag",
      "  autohelm explain web/shop ingress --repository ./platform --environment production -o json",
      "  autohelm explain shop --ref tags/v3",
      "",
      "Exit codes: 0 told, 1 there is no such value, 2 there was an error.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
public final class ExplainCommand implements Callable<Integer> {
  /**
   * What to explain.
   *
   * @param release a name, or namespace and name with a slash between
   * @param path of values, empty for all
   * @param repository a folder, or with a ref the address of a Git repository
   * @param ref a branch, {@code tags/NAME} or a full hash; null for the folder as it is
   */
  public record Request(
      String release,
      String path,
      String repository,
      String below,
      Map<String, String> variables,
      String environment,
      boolean isJson,
      @Nullable Path kubeconfig,
      @Nullable String context,
      @Nullable Path config,
      @Nullable String ref) {
    public Request {
      variables = new LinkedHashMap<>(variables);
    }
  }

  /** Explains values. */
  @FunctionalInterface
  public interface Explaining {
    /** Explains and prints; gives the command's exit code. */
    int explain(Request request, PrintWriter out);
  }

  private final Explaining explaining;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RELEASE", description = "NAME or NAMESPACE/NAME")
  private String release = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = "",
      description = "A value or a table of values, for example image.tag (default: all)")
  private String path = "";

  @Option(
      names = "--repository",
      paramLabel = "REPOSITORY",
      defaultValue = ".",
      description =
          "The config repository's folder, or with --ref its address (default: this folder)")
  private String repository = ".";

  @Option(
      names = "--ref",
      paramLabel = "REF",
      description =
          "Explain this branch, tag (tags/NAME) or full commit hash instead of the files in the"
              + " folder")
  private @Nullable String ref;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Look below this folder only")
  private String below = "";

  @Mixin private VariableOptions given = new VariableOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json")
  private String format = "text";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  ExplainCommand(Explaining explaining) {
    this.explaining = explaining;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      return 2;
    }
    if (!format.equals("text") && !format.equals("json")) {
      throw new CommandException(2, "expected text or json for --output, met " + format);
    }
    return explaining.explain(
        new Request(
            release,
            path,
            repository,
            below,
            given.variables,
            given.environment,
            format.equals("json"),
            cluster.kubeconfig,
            cluster.context,
            cluster.config,
            ref),
        spec.commandLine().getOut());
  }
}
