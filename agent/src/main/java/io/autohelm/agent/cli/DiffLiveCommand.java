package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code autohelm diff live}. */
@Command(
    name = "live",
    header = "Show how the objects in the cluster differ from their release: its drift.",
    exitCodeOnInvalidInput = 2)
final class DiffLiveCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RELEASE", description = "The release's name")
  private String name = "";

  @Mixin private DiffOptions diff = new DiffOptions();

  @Mixin private KubeOptions kube = new KubeOptions();

  @Override
  public Integer call() {
    return diff.show(
        () -> {
          try (KubeConnection connection = kube.connect();
              ActionRun run = ActionRun.dry(connection, kube)) {
            Release release =
                RecordedRelease.find(
                    kube.releases(connection), kube.namespace(connection), name, 0);
            return LiveObjects.changes(run.actions(), release, release);
          }
        });
  }
}
