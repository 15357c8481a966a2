package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened, for whoever shows or tells it. */
public sealed interface Report {

  /** When it happened. */
  Instant time();

  /**
   * A source was read at a commit; {@code changed} says whether it is another one than before.
   *
   * @param releases how many valid releases it declares
   */
  record SourceRead(
      String source,
      String url,
      String ref,
      String commit,
      Instant committed,
      String subject,
      boolean changed,
      int releases,
      List<Problem> problems,
      Instant time)
      implements Report {}

  /** A source could not be read; its last state stays in force. */
  record SourceFailed(String source, String url, String ref, String error, Instant time)
      implements Report {}

  /**
   * A release was looked at, and perhaps acted on.
   *
   * @param commit the commit that declares it
   * @param chart name and version, empty where the chart could not be read
   * @param status the newest revision's status, {@code absent} where there is none
   * @param step what was decided last
   * @param drift what differed when it was last looked at, before it was put right
   * @param driftSince when drift was first seen; null without drift
   * @param error what went wrong; null when nothing did
   * @param took how long it took, waiting included
   */
  record ReleaseSynced(
      ReleaseId id,
      String source,
      String commit,
      String chart,
      int revision,
      String status,
      Decision.Step step,
      String reason,
      List<DriftedObject> drift,
      boolean driftChecked,
      @Nullable Instant driftSince,
      @Nullable String error,
      Duration took,
      Instant time)
      implements Report {

    /** Whether what is declared is deployed, and not what was before it. */
    public boolean isAsDeclared() {
      return error == null
          && status.equals("deployed")
          && step != Decision.Step.QUARANTINE
          && step != Decision.Step.WAIT_FOR_RETRY;
    }
  }

  /** How well changes of a kind's objects are noticed. */
  enum Watching {
    /** Every change is noticed within moments. */
    UP,
    /** Some are noticed only by the next check of their release. */
    DOWN,
    /** No release contains the kind any more. */
    ENDED
  }

  /**
   * The watch of a kind began, broke or ended.
   *
   * @param kind the kind, with its group after a dot where it has one
   * @param reason why it is down; empty otherwise
   */
  record WatchChanged(String kind, Watching state, String reason, Instant time) implements Report {}

  /** A release left its source and was uninstalled, or could not be. */
  record ReleaseRemoved(ReleaseId id, String source, @Nullable String error, Instant time)
      implements Report {}
}
