package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.DryRun;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.action.ServerSide;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import java.io.IOException;
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

/** {@code autohelm install}. */
@Command(
    name = "install",
    customSynopsis = "autohelm install [NAME] [CHART] [flags]",
    header = "Install a chart.",
    description = {
      "",
      "CHART is a folder, an archive, the address of one, NAME/CHART of a repository that was"
          + " added, or oci://HOST/CHART.",
      "",
      "Examples:",
      "  autohelm install shop ./shop -n web --create-namespace --wait",
      "  autohelm install -g oci://registry.example.org/charts/shop --version ^2 --set replicas=3",
      ""
    })
final class InstallCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "NAME CHART", description = "The name and the chart")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--replace",
      description = "Take the name of a release that was uninstalled and whose history was kept")
  private boolean replace;

  @Option(
      names = "--server-side",
      negatable = false,
      arity = "0..1",
      fallbackValue = "true",
      preprocessor = AttachedValue.class,
      paramLabel = "true|false",
      description = "Whether the API server merges objects (default: true)")
  private boolean serverSide = true;

  @Mixin private InstallName naming = new InstallName();

  @Mixin private ReleaseOptions options = new ReleaseOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.atLeast(1, spec.commandLine(), arguments);
    }
    ActionPolicy policy =
        options
            .policy()
            .replace(replace)
            .serverSide(serverSide ? ServerSide.TRUE : ServerSide.FALSE)
            .build();
    try {
      String name = naming.of(arguments, Clock.systemUTC());
      options.print(run(options, arguments.get(arguments.size() - 1), name, policy));
    } catch (IOException | RuntimeException e) {
      throw new CommandException(1, "INSTALLATION FAILED: " + FailureText.of(e));
    }
    return 0;
  }

  /** Installs a chart; an upgrade does so too where there is no release. */
  static Release run(ReleaseOptions options, String chart, String name, ActionPolicy policy)
      throws IOException {
    ReleaseOptions.Draft draft = options.draft(chart);
    draft
        .chart()
        .whyNotInstallable()
        .ifPresent(
            why -> {
              throw new CommandException(1, why);
            });
    options.warnOfDeprecation(draft);
    boolean asksNobody = policy.dryRun() == DryRun.CLIENT;
    try (KubeConnection connection = asksNobody ? options.kube.open() : options.kube.connect()) {
      options.checkHiding(policy);
      ReleaseRequest request = options.request(draft, name, connection, policy);
      try (ActionRun run = options.run(connection, request)) {
        return run.install(request);
      }
    }
  }
}
