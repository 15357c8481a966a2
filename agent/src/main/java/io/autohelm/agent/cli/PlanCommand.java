package io.autohelm.agent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "become of each object. Nothing is changed. Values of objects are not shown, only which fields differ.",
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
      String environment) {
    /** Without an environment. */
    public Request(
        String repository,
        @Nullable String ref,
        String path,
        Map<String, String> variables,
        @Nullable String source,
        @Nullable Path kubeconfig,
        @Nullable String context,
        @Nullable Path config) {
      this(repository, ref, path, variables, source, kubeconfig, context, config, "");
    }
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
            given.environment),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }
}
