package io.autohelm.agent.cli;

import io.autohelm.agent.diff.ObjectChange;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code autohelm diff rollback}. */
@Command(
    name = "rollback",
    header = "Show what a roll-back would change.",
    exitCodeOnInvalidInput = 2)
final class DiffRollbackCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RELEASE", description = "The release's name")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REVISION",
      defaultValue = "0",
      description = "To which revision (default: the one before the newest)")
  private int revision;

  @Mixin private LiveOption live = new LiveOption();

  @Mixin private DiffOptions diff = new DiffOptions();

  @Mixin private KubeOptions kube = new KubeOptions();

  @Override
  public Integer call() {
    return diff.show(
        () -> {
          try (KubeConnection connection = kube.connect();
              ActionRun run = ActionRun.dry(connection, kube)) {
            return changes(connection, run.actions());
          }
        });
  }

  private List<ObjectChange> changes(KubeConnection connection, Actions actions) {
    ReleaseStore store = kube.releases(connection);
    String namespace = kube.namespace(connection);
    Release newest = RecordedRelease.find(store, namespace, name, 0);
    Release target =
        RecordedRelease.find(
            store, namespace, name, revision > 0 ? revision : newest.revision() - 1);
    return live.isAsked()
        ? LiveObjects.changes(actions, newest, target)
        : diff.between(newest, target);
  }
}
