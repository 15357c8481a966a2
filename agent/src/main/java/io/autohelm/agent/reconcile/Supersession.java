package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  private final Map<ReleaseId, Attempt> running = new ConcurrentHashMap<>();

  /** Why all waits end; empty where they do not. */
  private volatile String abandoned = "";

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "release-supersession");
            made.setDaemon(true);
            return made;
          });

  /** Something begins to run. */
  void begun(ReleaseId id, Attempt attempt) {
    running.put(id, attempt);
    if (!abandoned.isEmpty()) {
      attempt.abandoned(abandoned);
    }
  }

  /** Nothing runs any more. */
  void ended(ReleaseId id) {
    running.remove(id);
  }

  /** Ends what runs of a release that its source does not declare any more. */
  void left(ReleaseId id, String source) {
    Attempt attempt = running.get(id);
    if (attempt != null) {
      attempt.abandoned("superseded: source " + source + " does not declare it any more");
    }
  }

  /** Ends all waits, those that are still to begin too. */
  void abandon(String why) {
    abandoned = why;
    running.values().forEach(attempt -> attempt.abandoned(why));
  }

  /** Compares soon; a newer state that cannot be read supersedes nothing. */
  void compare(DesiredRelease release, Snapshot newer) {
    Attempt attempt = running.get(release.id());
    if (attempt == null) {
      return;
    }
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
