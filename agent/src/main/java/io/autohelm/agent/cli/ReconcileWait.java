package io.autohelm.agent.cli;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks on while an agent works on a release, and tells what it waits for: a line for each revision
 * that begins, and for each object that becomes ready or gives another reason why it is not.
 */
final class ReconcileWait {
  private static final Duration PAUSE = Duration.ofMillis(700);

  /**
   * Between the order and the lock, and between two actions, nothing is to be seen for a moment.
   */
  private static final int QUIET = 4;

  private final KubeConnection connection;
  private final ReleaseStore store;
  private final NamedRelease.Id id;
  private final Consumer<String> lines;
  private int watched;
  private ShownWaits.@Nullable Watched objects;

  ReconcileWait(
      KubeConnection connection, ReleaseStore store, NamedRelease.Id id, Consumer<String> lines) {
    this.connection = connection;
    this.store = store;
    this.id = id;
    this.lines = lines;
  }

  /**
   * Until nobody works on the release any more.
   *
   * @return the newest revision then; empty where there is none
   * @throws CommandException when it takes longer
   */
  Optional<Release> await(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    int quiet = 0;
    while (true) {
      Optional<Release> newest = store.last(id.namespace(), id.name());
      boolean isPending = newest.map(release -> isPending(release.status())).orElse(false);
      if (isPending) {
        newest.ifPresent(this::look);
      } else if (newest.isPresent() && newest.get().revision() == watched && objects != null) {
        objects.look();
      }
      quiet = isPending || isLocked() ? 0 : quiet + 1;
      if (quiet >= QUIET) {
        return newest;
      }
      if (System.nanoTime() >= end) {
        throw new CommandException(
            1,
            "the agent still works on release "
                + id
                + " after "
                + timeout.toSeconds()
                + " s; it goes on by itself");
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static boolean isPending(ReleaseStatus status) {
    return status.isPending() || status == ReleaseStatus.UNINSTALLING;
  }

  private void look(Release release) {
    ShownWaits.Watched shown = objects;
    if (shown == null || release.revision() != watched) {
      watched = release.revision();
      lines.accept(
          "begins   revision "
              + release.revision()
              + ", "
              + release.chart().name()
              + "-"
              + release.chart().metadata().version()
              + ", "
              + release.status().text());
      Cluster cluster = connection.cluster();
      List<KubeObject> all =
          KubeObject.parseAll(release.manifest()).stream()
              .flatMap(object -> cluster.placedAsServed(object, release.namespace()).stream())
              .toList();
      shown = new ShownWaits.Watched(all, connection.probe(), lines);
      objects = shown;
    }
    shown.look();
  }

  /** Whether somebody holds the release's lock; nobody who is seen where Leases may not be read. */
  private boolean isLocked() {
    try {
      return connection
          .questions()
          .named("leases.coordination.k8s.io", id.namespace(), "autohelm." + id.name())
          .flatMap(connection.cluster()::get)
          .isPresent();
    } catch (ClusterException e) {
      return false;
    }
  }
}
