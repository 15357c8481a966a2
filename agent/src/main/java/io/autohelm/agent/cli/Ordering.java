package io.autohelm.agent.cli;

import io.autohelm.engine.kube.ConfigMapTexts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a person orders into the agent's ConfigMap, in the form in which it is read there.
 */
public interface Ordering {
  /** What may be ordered. */
  enum Verb {
    SUSPEND,
    RESUME,
    RECONCILE,
    APPROVE,
    ROLLBACK
  }

  /**
   * An order.
   *
   * @param subject the release as {@code namespace/name}, the name of a source, or a digest
   * @param by who gives it, for people
   * @param reason why, for people; may be empty
   * @param isOfSource whether it is about a whole source
   * @param revision to go back to; 0 for the last good one before the newest
   */
  record Given(
      Verb verb,
      String subject,
      String by,
      String reason,
      Instant at,
      boolean isOfSource,
      int revision) {}

  /**
   * Writes the order.
   *
   * @return the key that bears it; null where there is none any more
   * @throws io.autohelm.engine.action.ClusterException when it cannot be written
   */
  @Nullable String write(ConfigMapTexts texts, Given order);
}
