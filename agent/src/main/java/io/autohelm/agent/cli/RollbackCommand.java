package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.kube.KubeConnection;
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

/** {@code autohelm rollback}. */
@Command(
    name = "rollback",
    customSynopsis = "autohelm rollback <RELEASE> [REVISION] [flags]",
    header = "Make an earlier revision of a release the newest.",
    description = {
      "",
      "Without a revision, or with 0, the one before the newest.",
      "",
      "Example:",
      "  autohelm rollback shop 3 -n web --wait",
      ""
    })
final class RollbackCommand implements Callable<Integer>, LikeHelm {
  private static final int LONGEST_DESCRIPTION = 512;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "RELEASE REVISION",
      description = "The release's name and the revision")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--cleanup-on-fail",
      description = "Remove the objects that a failed roll-back made")
  private boolean cleanup;

  @Mixin private DryRunOption dryRun = new DryRunOption();

  @Mixin private HistoryOption history = new HistoryOption();

  @Mixin private ServerSideOption serverSide = new ServerSideOption();

  @Mixin private ActionOptions action = new ActionOptions();

  @Mixin private ApplyOptions apply = new ApplyOptions();

  @Mixin private KubeOptions kube = new KubeOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.atLeast(1, spec.commandLine(), arguments);
    }
    int revision = arguments.size() > 1 ? number(arguments.get(1)) : 0;
    int length = action.description.codePointCount(0, action.description.length());
    if (length > LONGEST_DESCRIPTION) {
      throw new CommandException(
          1, "description must be " + LONGEST_DESCRIPTION + " characters or less, got " + length);
    }
    ActionPolicy policy =
        apply
            .over(action.over(ActionPolicy.HELM.change()))
            .dryRun(dryRun.of())
            .cleanupOnFail(cleanup)
            .maxHistory(history.max())
            .serverSide(serverSide.of())
            .build();
    try (KubeConnection connection = kube.connect()) {
      String namespace = kube.namespace(connection);
      String name = arguments.get(0);
      try (ActionRun run =
          policy.dryRun().isDry()
              ? ActionRun.dry(connection, kube)
              : ActionRun.locked(connection, kube, namespace, name)) {
        run.rollback(namespace, name, revision, policy);
      }
    }
    HelmOutput.line("Rollback was a success! Happy Helming!");
    return 0;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new CommandException(
          1,
          "could not convert revision to a number: strconv.Atoi: parsing \""
              + text
              + "\": invalid syntax");
    }
  }
}
