package io.autohelm.agent.status;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long it took from a commit until what it changed was ready. Commits that were there before
 * the agent was are not counted, and each counts once for a release.
 */
final class CommitClock {
  private record Commit(String id, @Nullable Instant made) {}

  private final Map<String, Commit> commits = new HashMap<>();
  private final Map<ReleaseId, String> done = new HashMap<>();

  void read(Report.SourceRead read) {
    Commit known = commits.get(read.source());
    if (known == null || !known.id().equals(read.commit())) {
      commits.put(
          read.source(), new Commit(read.commit(), known == null ? null : read.committed()));
    }
  }

  /** The time from the commit to now, where the release has just become what the commit says. */
  Optional<Duration> synced(Report.ReleaseSynced synced) {
    if (!synced.isAsDeclared() || synced.commit().equals(done.put(synced.id(), synced.commit()))) {
      return Optional.empty();
    }
    boolean isMade =
        synced.step() == Decision.Step.INSTALL || synced.step() == Decision.Step.UPGRADE;
    Commit commit = commits.get(synced.source());
    if (!isMade || commit == null || !commit.id().equals(synced.commit())) {
      return Optional.empty();
    }
    Instant made = commit.made();
    return made == null || made.isAfter(synced.time())
        ? Optional.empty()
        : Optional.of(Duration.between(made, synced.time()));
  }

  void forget(ReleaseId id) {
    done.remove(id);
  }
}
