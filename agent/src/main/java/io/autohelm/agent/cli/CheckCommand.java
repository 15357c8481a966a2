package io.autohelm.agent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code autohelm check}. */
@Command(
    name = "check",
    header = "Tell what would keep an agent from working here.",
    description = {
      "",
      "Looks at the API server and its clock, at each right of deploy/rbac.yaml, and at releases that somebody left",
      "pending; with the agent's configuration also at each Git source and chart repository, and at the folder that the",
      "agent writes to. Changes nothing.",
      "",
      "Examples:",
      "  autohelm check",
      "  autohelm check --config agent.yaml --service-account autohelm/autohelm",
      "",
      "Exit codes: 0 nothing would, 1 something would, 2 it cannot be looked for.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
public final class CheckCommand implements Callable<Integer> {
  /**
   * What to look at.
   *
   * @param account whose rights are asked for, as {@code NAMESPACE/NAME}; empty for who asks
   * @param namespace where the agent runs
   */
  public record Request(
      @Nullable Path kubeconfig,
      @Nullable String context,
      @Nullable Path config,
      String account,
      String namespace,
      boolean isJson) {}

  /** Looks. */
  @FunctionalInterface
  public interface Checking {
    /** Looks and prints; gives the command's exit code. */
    int check(Request request, PrintWriter out);
  }

  private final Checking checking;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--service-account",
      paramLabel = "NAMESPACE/NAME",
      defaultValue = "",
      description =
          "Ask for the rights of this account, which takes the right to impersonate it (default:"
              + " your own)")
  private String account = "";

  @Option(
      names = "--agent-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "autohelm",
      description = "Where the agent runs (default: ${DEFAULT-VALUE})")
  private String namespace = "autohelm";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json")
  private String format = "table";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  CheckCommand(Checking checking) {
    this.checking = checking;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      return 2;
    }
    if (!format.equals("table") && !format.equals("json")) {
      throw new CommandException(2, "expected table or json for --output, met " + format);
    }
    if (!account.isEmpty() && !account.matches("[^/]+/[^/]+")) {
      throw new CommandException(
          2, "expected NAMESPACE/NAME for --service-account, met " + account);
    }
    return checking.check(
        new Request(
            cluster.kubeconfig,
            cluster.context,
            cluster.config,
            account,
            namespace,
            format.equals("json")),
        spec.commandLine().getOut());
  }
}
