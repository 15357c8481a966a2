package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.manifest.KubeObject;
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
   * @param signer who signed the commit or its tag; null where that is not demanded
   * @param rewritten the commit before, from which this one does not descend; null where it does
   * @param took how long asking, fetching and reading took
   * @param author who wrote the commit
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
      Instant time,
      @Nullable String signer,
      @Nullable String rewritten,
      Duration took,
      String author)
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
   * @param until when there may be something to do, where that is known
   * @param failure what went wrong in one word out of a few; empty without an error
   * @param lag what newer versions of the chart there are
   * @param chartVersion the version of the declared chart; empty where it could not be read
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
      Instant time,
      @Nullable Instant until,
      String failure,
      ChartLag lag,
      String chartVersion)
      implements Report {

    /** Whether everything of the release was applied by now, or what differed of it. */
    public boolean isPutRight() {
      return error == null
          && switch (step) {
            case INSTALL, UPGRADE, REAPPLY, ROLL_BACK, BRING_BACK -> true;
            default -> false;
          };
    }

    /**
     * Whether an order to go back to an earlier revision has come to its end, one way or another.
     */
    boolean isBroughtBack() {
      return step == Decision.Step.HELD_BACK
          || (step == Decision.Step.BRING_BACK && failure.equals("action"));
    }

    /** The same, with drift that was seen before this process looked. */
    public ReleaseSynced withDriftSince(@Nullable Instant since) {
      return new ReleaseSynced(
          id,
          source,
          commit,
          chart,
          revision,
          status,
          step,
          reason,
          drift,
          driftChecked,
          since,
          error,
          took,
          time,
          until,
          failure,
          lag,
          chartVersion);
    }

    /** What it is short of, and why; empty where what is declared is deployed. */
    String shortfall() {
      return isAsDeclared() ? "" : step.text() + ": " + (error == null ? reason : error);
    }

    /** Whether what is declared is deployed, and not what was before it. */
    public boolean isAsDeclared() {
      return error == null && status.equals("deployed") && !step.isWaiting();
    }
  }

  /**
   * Something about a release that is no failure, and is not as its author will have meant it.
   *
   * @param warning in Helm's words, what is secret hidden
   */
  record ReleaseWarned(ReleaseId id, String warning, Instant time) implements Report {}

  /**
   * A release's turn to be looked at has come.
   *
   * @param waited since that was asked for
   */
  record LookBegun(ReleaseId id, Duration waited, Instant time) implements Report {}

  /**
   * Somebody had all releases of a source left alone, or took that back.
   *
   * @param told by whom, when and why; null where it is not suspended any more
   */
  record SourceSuspended(String source, @Nullable String told, Instant time) implements Report {}

  /**
   * Which of several replicas leads. One that does not knows nothing of how releases are.
   *
   * @param leads whether this one does
   * @param leader its name, for people; empty where nobody leads, or nobody knows
   * @param trouble why that cannot be known or changed; empty where there is none
   */
  record LeadershipChanged(boolean leads, String leader, String trouble, Instant time)
      implements Report {}

  /** A source declares a release; that it did so before is possible. */
  record ReleaseDeclared(ReleaseId id, String source, String commit, Instant time)
      implements Report {}

  /**
   * Something begins to be done to a release, which may take minutes; a report of the release
   * itself follows.
   *
   * @param chart the chart's name and version
   * @param revision the newest revision until now; 0 for none
   * @param status of that revision, or {@code absent}
   */
  record ActionBegun(
      ReleaseId id,
      String source,
      String commit,
      String chart,
      int revision,
      String status,
      Decision.Step step,
      String reason,
      Instant time)
      implements Report {}

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

  /**
   * A release left its source, and is not uninstalled yet.
   *
   * @param step what it waits for
   */
  record ReleaseHeld(ReleaseId id, String source, Decision.Step step, String reason, Instant time)
      implements Report {}

  /**
   * How an object of a release does.
   *
   * @param health its reason without the object's name
   */
  record ObjectHealth(KubeObject.Id id, Health health) {}

  /**
   * A release does better or worse than before, or for another reason.
   *
   * @param health the worst of its objects, with the name of that object in the reason
   * @param before the level until now; null where there was none
   * @param objects all of its objects, those of which nothing is known yet excepted
   */
  record HealthChanged(
      ReleaseId id,
      Health health,
      Health.@Nullable Level before,
      List<ObjectHealth> objects,
      Instant time)
      implements Report {
    public HealthChanged {
      objects = List.copyOf(objects);
    }

    /** Whether what was ready until now has failed. */
    public boolean isFallen() {
      return before == Health.Level.READY
          && (health.level() == Health.Level.DEGRADED || health.level() == Health.Level.MISSING);
    }
  }

  /**
   * A release left its source and is gone, or could not be taken away.
   *
   * @param outcome what became of it, for people
   * @param failure what went wrong in one word out of a few; empty without an error
   */
  record ReleaseRemoved(
      ReleaseId id,
      String source,
      @Nullable String error,
      Instant time,
      String outcome,
      String failure)
      implements Report {
    /** What becomes of it as a rule. */
    public static final String UNINSTALLED = "uninstalled";

    public ReleaseRemoved(ReleaseId id, String source, @Nullable String error, Instant time) {
      this(id, source, error, time, UNINSTALLED, "");
    }
  }
}
