package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.ReleaseStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code autohelm diff revision}. */
@Command(
    name = "revision",
    header = "Show what changed between two revisions of a release.",
    exitCodeOnInvalidInput = 2)
final class DiffRevisionCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RELEASE", description = "The release's name")
  private String name = "";

  @Parameters(index = "1", paramLabel = "FROM", description = "The revision before")
  private int from;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TO",
      defaultValue = "0",
      description = "The revision after (default: the newest)")
  private int to;

  @Mixin private DiffOptions diff = new DiffOptions();

  @Mixin private KubeOptions kube = new KubeOptions();

  @Override
  public Integer call() {
    return diff.show(
        () -> {
          try (KubeConnection connection = kube.connect()) {
            ReleaseStore store = kube.releases(connection);
            String namespace = kube.namespace(connection);
            return diff.between(
                RecordedRelease.find(store, namespace, name, from),
                RecordedRelease.find(store, namespace, name, to));
          }
        });
  }
}
