package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import java.io.IOException;
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

/** {@code autohelm upgrade}. */
@Command(
    name = "upgrade",
    customSynopsis = "autohelm upgrade [RELEASE] [CHART] [flags]",
    header = "Upgrade a release.",
    description = {
      "",
      "Examples:",
      "  autohelm upgrade shop ./shop --install -n web --set image.tag=2.1",
      "  autohelm upgrade shop shop --repo https://charts.example.org --reuse-values"
          + " --rollback-on-failure",
      ""
    })
final class UpgradeCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "RELEASE CHART",
      description = "The release's name and the chart")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-i", "--install"},
      description = "Install the chart where there is no such release")
  private boolean install;

  @Mixin private ValuesModeOptions valuesMode = new ValuesModeOptions();

  @Option(
      names = "--cleanup-on-fail",
      description = "Remove the objects that a failed upgrade made")
  private boolean cleanup;

  @Mixin private HistoryOption history = new HistoryOption();

  @Mixin private ServerSideOption serverSide = new ServerSideOption();

  @Mixin private ReleaseOptions options = new ReleaseOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.exactly(2, spec.commandLine(), arguments);
    }
    ActionPolicy.Builder policy = policy();
    String name = arguments.get(0);
    boolean isTable = options.output.format == OutputFormat.TABLE;
    if (install) {
      List<Release> revisions = history(name);
      boolean isUninstalled =
          !revisions.isEmpty()
              && revisions.get(revisions.size() - 1).status() == ReleaseStatus.UNINSTALLED;
      if (revisions.isEmpty() || isUninstalled) {
        if (isTable) {
          HelmOutput.line("Release \"" + name + "\" does not exist. Installing it now.");
        }
        options.print(
            InstallCommand.run(
                options,
                arguments.get(1),
                name,
                policy.replace(isUninstalled).serverSide(serverSide.ofInstallation()).build()));
        return 0;
      }
    }
    ReleaseOptions.Draft draft = options.draft(arguments.get(1));
    draft
        .chart()
        .missingDependencies()
        .ifPresent(
            missing -> {
              throw new CommandException(
                  1,
                  "an error occurred while checking for chart dependencies. You may need to run"
                      + " 'helm dependency build' to fetch missing dependencies: "
                      + missing);
            });
    options.warnOfDeprecation(draft);
    Release done;
    try (KubeConnection connection = options.kube.connect()) {
      ActionPolicy built = policy.serverSide(serverSide.of()).build();
      options.checkHiding(built);
      ReleaseRequest request = options.request(draft, name, connection, built);
      try (ActionRun run = options.run(connection, request)) {
        done = run.upgrade(request);
      }
    } catch (RuntimeException e) {
      throw new CommandException(1, "UPGRADE FAILED: " + FailureText.of(e));
    }
    if (isTable) {
      HelmOutput.line("Release \"" + name + "\" has been upgraded. Happy Helming!");
    }
    options.print(done);
    return 0;
  }

  private List<Release> history(String name) {
    try (KubeConnection connection = options.kube.connect()) {
      return options
          .kube
          .releases(connection)
          .history(
              options.kube.namespace(connection),
              RecordedRelease.checked(name, "release name is invalid: "));
    }
  }

  private ActionPolicy.Builder policy() {
    return options
        .policy()
        .values(valuesMode.mode())
        .cleanupOnFail(cleanup)
        .maxHistory(history.max());
  }
}
