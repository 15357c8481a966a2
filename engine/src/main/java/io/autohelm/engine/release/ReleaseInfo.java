package io.autohelm.engine.release;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a revision. Times keep the offset from UTC at which they were written, because
 * Helm writes local times and prints them so.
 *
 * @param firstDeployed when the release was first installed; null in damaged records only
 * @param deleted when it was uninstalled; null while it was not
 * @param description a sentence for people
 * @param rollbackRevision the revision that was rolled back to; 0 where this is no rollback
 */
public record ReleaseInfo(
    @Nullable OffsetDateTime firstDeployed,
    @Nullable OffsetDateTime lastDeployed,
    @Nullable OffsetDateTime deleted,
    String description,
    ReleaseStatus status,
    int rollbackRevision,
    String notes) {

  /** The moment of the last deployment; {@link Instant#EPOCH} where it is not known. */
  public Instant lastDeployment() {
    return lastDeployed == null ? Instant.EPOCH : lastDeployed.toInstant();
  }

  public ReleaseInfo with(ReleaseStatus other, String why) {
    return new ReleaseInfo(
        firstDeployed, lastDeployed, deleted, why, other, rollbackRevision, notes);
  }

  public ReleaseInfo withDeleted(OffsetDateTime when) {
    return new ReleaseInfo(
        firstDeployed, lastDeployed, when, description, status, rollbackRevision, notes);
  }
}
