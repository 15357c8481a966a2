package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.DryRun;
import io.autohelm.engine.action.Uninstalled;
import io.autohelm.engine.kube.KubeConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm uninstall}. */
@Command(
    name = "uninstall",
    aliases = {"del", "delete", "un"},
    customSynopsis = "autohelm uninstall RELEASE_NAME [...] [flags]",
    header = "Uninstall releases.",
    description = {
      "",
      "Objects marked helm.sh/resource-policy: keep stay.",
      "",
      "Example:",
      "  autohelm uninstall shop -n web --keep-history --wait",
      ""
    })
final class UninstallCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "RELEASE", description = "The names of releases")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--dry-run", description = "Change nothing")
  private boolean dryRun;

  @Option(names = "--ignore-not-found", description = "Take a release that is not there for done")
  private boolean ignoreNotFound;

  @Option(names = "--keep-history", description = "Keep the records")
  private boolean keepHistory;

  @Option(
      names = "--cascade",
      paramLabel = "HOW",
      description =
          "What becomes of dependents: background (default), foreground, or orphan, which stay")
  private String cascade = "background";

  @Mixin private ActionOptions action = new ActionOptions();

  @Mixin private KubeOptions kube = new KubeOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.atLeast(1, spec.commandLine(), arguments);
    }
    ActionPolicy policy =
        action
            .over(ActionPolicy.HELM.change())
            .dryRun(dryRun ? DryRun.SERVER : DryRun.NONE)
            .ignoreNotFound(ignoreNotFound)
            .keepHistory(keepHistory)
            .cascade(propagation())
            .build();
    try (KubeConnection connection = kube.connect()) {
      String namespace = kube.namespace(connection);
      for (String name : arguments) {
        Optional<Uninstalled> done;
        try (ActionRun run =
            dryRun
                ? ActionRun.dry(connection, kube)
                : ActionRun.locked(connection, kube, namespace, name)) {
          done = run.actions().uninstall(namespace, name, policy);
        }
        done.filter(uninstalled -> !uninstalled.info().isEmpty())
            .ifPresent(uninstalled -> HelmOutput.line(uninstalled.info()));
        HelmOutput.line("release \"" + name + "\" uninstalled");
      }
    }
    return 0;
  }

  private Cluster.Propagation propagation() {
    return switch (cascade) {
      case "background" -> Cluster.Propagation.BACKGROUND;
      case "foreground" -> Cluster.Propagation.FOREGROUND;
      case "orphan" -> Cluster.Propagation.ORPHAN;
      default ->
          throw new CommandException(
              1,
              "invalid cascade value ("
                  + cascade
                  + "). Must be \"background\", \"foreground\", or \"orphan\"");
    };
  }
}
