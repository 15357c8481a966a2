package io.autohelm.agent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm plan}. */
@Command(
    name = "plan",
    header = "Show what a sync would change.",
    description = {
      "",
      "Reads the declarations of a folder or of a Git ref, renders them and asks the cluster by a dry run what would",
      "become of each object. Nothing is changed. Shown are values and fields before and after, what has to be waited",
      "for, and warnings on CRDs and API versions. What is secret is hidden.",
      "",
      "Examples:",
      "  autohelm plan ./platform --environment production",
      "  autohelm plan . --ref feature/shop --source platform --config agent.yaml",
      "  autohelm plan . -o markdown > comment.md",
      "",
      "Exit codes: 0 nothing would change, 1 something would, 2 there was an error.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
public final class PlanCommand implements Callable<Integer> {
  /** What to plan. */
  public record Request(
      String repository,
      @Nullable String ref,
      String path,
      Map<String, String> variables,
      @Nullable String source,
      @Nullable Path kubeconfig,
      @Nullable String context,
      @Nullable Path config,
      String environment,
      Output output,
      boolean isColoured,
      String agentNamespace,
      String state) {
    /** As text without colours, with the orders where they are kept as a rule. */
    public Request(
        String repository,
        @Nullable String ref,
        String path,
        Map<String, String> variables,
        @Nullable String source,
        @Nullable Path kubeconfig,
        @Nullable String context,
        @Nullable Path config,
        String environment) {
      this(
          repository,
          ref,
          path,
          variables,
          source,
          kubeconfig,
          context,
          config,
          environment,
          Output.TEXT,
          false,
          "autohelm",
          "autohelm-state");
    }

    /** The same plan in another form. */
    public Request in(Output other) {
      return new Request(
          repository,
          ref,
          path,
          variables,
          source,
          kubeconfig,
          context,
          config,
          environment,
          other,
          isColoured,
          agentNamespace,
          state);
    }
  }

  /** In which form a plan is printed. */
  public enum Output {
    TEXT,
    MARKDOWN,
    JSON
  }

  /** Plans a sync. */
  @FunctionalInterface
  public interface Planning {
    /** Plans and prints; gives the command's exit code. */
    int plan(Request request, PrintWriter out, PrintWriter err);
  }

  private final Planning planning;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "REPOSITORY",
      defaultValue = ".",
      description =
          "A folder, or with --ref the address of a Git repository (default: this folder)")
  private String repository = ".";

  @Option(
      names = "--ref",
      paramLabel = "REF",
      description =
          "Plan this branch, tag (tags/NAME) or full commit hash instead of the files in the folder")
  private @Nullable String ref;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Look below this folder only")
  private String path = "";

  @Mixin private VariableOptions given = new VariableOptions();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description =
          "The source's name in the agent: also show the releases that would be uninstalled")
  private @Nullable String source;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, markdown (for a comment on a pull request) or json")
  private String format = "text";

  @Option(
      names = "--agent-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "autohelm",
      description =
          "Where the agent runs, to know what was suspended and approved by commands (default:"
              + " ${DEFAULT-VALUE})")
  private String agentNamespace = "autohelm";

  @Option(
      names = "--state",
      paramLabel = "NAME",
      defaultValue = "autohelm-state",
      description = "The ConfigMap with these orders (default: ${DEFAULT-VALUE})")
  private String state = "autohelm-state";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  PlanCommand(Planning planning) {
    this.planning = planning;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      return 2;
    }
    return planning.plan(
        new Request(
            repository,
            ref,
            path,
            given.variables,
            source,
            cluster.kubeconfig,
            cluster.context,
            cluster.config,
            given.environment,
            output(),
            CommandLine.Help.Ansi.AUTO.enabled(),
            agentNamespace,
            state),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }

  private Output output() {
    return switch (format) {
      case "text" -> Output.TEXT;
      case "markdown" -> Output.MARKDOWN;
      case "json" -> Output.JSON;
      default ->
          throw new CommandException(
              2, "expected text, markdown or json for --output, met " + format);
    };
  }
}
