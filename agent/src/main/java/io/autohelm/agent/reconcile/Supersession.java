package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what runs of a release where a newer state makes it of something else. Looked at in a thread
 * of its own, since a chart may have to be downloaded and all workers may be waiting.
 */
final class Supersession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supersession.class);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "release-supersession");
            made.setDaemon(true);
            return made;
          });

  /** Compares soon; a newer state that cannot be read supersedes nothing. */
  void compare(Attempt attempt, DesiredRelease release, Snapshot newer) {
    try {
      thread.execute(
          () -> {
            try {
              attempt.superseded(
                  Inputs.of(
                      newer.charts().chart(release),
                      newer.charts().values(release),
                      release.postRenderers()),
                  newer.commit());
            } catch (RuntimeException e) {
              LOG.debug(
                  "release {}: its newer state cannot be read: {}", release.id(), e.getMessage());
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("release {}: the agent is ending", release.id());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
