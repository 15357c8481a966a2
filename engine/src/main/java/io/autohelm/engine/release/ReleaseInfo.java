package io.autohelm.engine.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a revision.
 *
 * @param firstDeployed when the release was first installed; null in damaged records only
 * @param deleted when it was uninstalled; null while it was not
 * @param description a sentence for people
 * @param rollbackRevision the revision that was rolled back to; 0 where this is no rollback
 */
public record ReleaseInfo(
    @Nullable Instant firstDeployed,
    @Nullable Instant lastDeployed,
    @Nullable Instant deleted,
    String description,
    ReleaseStatus status,
    int rollbackRevision,
    String notes) {

  public ReleaseInfo with(ReleaseStatus other, String why) {
    return new ReleaseInfo(
        firstDeployed, lastDeployed, deleted, why, other, rollbackRevision, notes);
  }

  public ReleaseInfo withDeleted(Instant when) {
    return new ReleaseInfo(
        firstDeployed, lastDeployed, when, description, status, rollbackRevision, notes);
  }
}
