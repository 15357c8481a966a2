package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.ChartLag;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A release as the page and the API show it.
 *
 * @param state the newest revision's status in Helm's words, or {@code absent}
 * @param health whether people need to look: healthy, degraded, drifted, progressing, waiting,
 *     suspended, rolled-back, quarantined or failed, each in one word
 * @param chart the chart's name and version
 * @param revision 0 where there is none
 * @param action what was decided last, for example {@code upgrade} or {@code leave}
 * @param lastSync when it was last looked at
 * @param error why the last sync failed; null when it did not
 * @param objects how its objects do; null where that is not known yet
 * @param since since when its health is what it is
 * @param until when there may be something to do, where that is known
 * @param newer newer versions of the chart; null where there are none, or nobody knows
 * @param digest what somebody has to agree to before it goes on; null where nobody has to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseView(
    String namespace,
    String name,
    String state,
    String health,
    String chart,
    int revision,
    String source,
    String commit,
    DriftView drift,
    String action,
    String reason,
    Instant lastSync,
    @Nullable String error,
    @Nullable ObjectsView objects,
    Instant since,
    @Nullable Instant until,
    @Nullable NewerView newer,
    @Nullable String digest) {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /**
   * Newer versions of a chart.
   *
   * @param patch the newest of the same minor version; left out where there is none
   * @param minor the newest of the same major version
   * @param major the newest of all
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record NewerView(String patch, String minor, String major) {
    static @Nullable NewerView of(ChartLag lag) {
      return lag.equals(ChartLag.NONE)
          ? null
          : new NewerView(lag.patch(), lag.minor(), lag.major());
    }

    /** The nearest one. */
    public String nearest() {
      return patch.isEmpty() ? minor.isEmpty() ? major : minor : patch;
    }
  }

  private static @Nullable String digest(Decision.Step step, String reason) {
    boolean isAsked =
        switch (step) {
          case WAIT_FOR_APPROVAL, WAIT_FOR_CONFIRMATION, FROZEN -> true;
          default -> false;
        };
    Matcher found = DIGEST.matcher(reason);
    return isAsked && found.find() ? found.group() : null;
  }

  private static Instant since(String health, Instant now, @Nullable ReleaseView before) {
    return before != null && before.health().equals(health) ? before.since() : now;
  }

  static ReleaseView of(Report.ReleaseSynced synced, @Nullable ReleaseView before) {
    DriftView drift =
        synced.driftChecked()
            ? DriftView.of(synced)
            : before == null ? DriftView.NONE : before.drift();
    String health = health(synced, drift);
    return new ReleaseView(
        synced.id().namespace(),
        synced.id().name(),
        synced.status(),
        health,
        synced.chart(),
        synced.revision(),
        synced.source(),
        synced.commit(),
        drift,
        synced.step().text(),
        // Nobody who reads "not installed yet" of what is installed knows that it is the past.
        synced.isPutRight() ? "done (" + synced.reason() + ")" : synced.reason(),
        synced.time(),
        error(synced),
        null,
        since(health, synced.time(), before),
        synced.until(),
        NewerView.of(synced.lag()),
        digest(synced.step(), synced.reason()));
  }

  /** A release that left its source and is there still. */
  static ReleaseView of(Report.ReleaseHeld held, @Nullable ReleaseView before) {
    return new ReleaseView(
        held.id().namespace(),
        held.id().name(),
        before == null ? "deployed" : before.state(),
        "waiting",
        before == null ? "" : before.chart(),
        before == null ? 0 : before.revision(),
        held.source(),
        before == null ? "" : before.commit(),
        before == null ? DriftView.NONE : before.drift(),
        held.step().text(),
        held.reason(),
        held.time(),
        null,
        null,
        since("waiting", held.time(), before),
        null,
        null,
        digest(held.step(), held.reason()));
  }

  /** A release that nobody has looked at yet. */
  static ReleaseView of(Report.ReleaseDeclared declared) {
    return new ReleaseView(
        declared.id().namespace(),
        declared.id().name(),
        "unknown",
        "progressing",
        "",
        0,
        declared.source(),
        declared.commit(),
        DriftView.NONE,
        "look",
        "is looked at for the first time soon",
        declared.time(),
        null,
        null,
        declared.time(),
        null,
        null,
        null);
  }

  /** A release to which something is done now. */
  static ReleaseView of(Report.ActionBegun begun, @Nullable ReleaseView before) {
    return new ReleaseView(
        begun.id().namespace(),
        begun.id().name(),
        begun.status(),
        "progressing",
        begun.chart(),
        begun.revision(),
        begun.source(),
        begun.commit(),
        before == null ? DriftView.NONE : before.drift(),
        begun.step().text(),
        begun.reason(),
        begun.time(),
        null,
        null,
        since("progressing", begun.time(), before),
        null,
        before == null ? null : before.newer(),
        null);
  }

  /** A failure stays an error until a try succeeds, also while the next try is waited for. */
  private static @Nullable String error(Report.ReleaseSynced synced) {
    boolean hasFailed =
        synced.step() == Decision.Step.WAIT_FOR_RETRY || synced.step() == Decision.Step.QUARANTINE;
    return synced.error() == null && hasFailed ? synced.reason() : synced.error();
  }

  private static String health(Report.ReleaseSynced synced, DriftView drift) {
    if (synced.step() == Decision.Step.QUARANTINE) {
      return "quarantined";
    }
    if (synced.error() != null) {
      return "failed";
    }
    return switch (synced.step()) {
      case WAIT_FOR_DEPENDENCY,
          WAIT_FOR_LOCK,
          WAIT_FOR_WINDOW,
          WAIT_FOR_APPROVAL,
          WAIT_FOR_CONFIRMATION,
          FROZEN ->
          "waiting";
      case WAIT_FOR_RETRY -> "failed";
      case SUSPEND -> "suspended";
      case HELD_BACK -> synced.status().equals("failed") ? "failed" : "rolled-back";
      default -> drift.objects().isEmpty() ? "healthy" : "drifted";
    };
  }

  ReleaseView withError(String message, Instant time) {
    return new ReleaseView(
        namespace,
        name,
        state,
        "failed",
        chart,
        revision,
        source,
        commit,
        drift,
        "uninstall",
        "left its source",
        time,
        message,
        objects,
        since("failed", time, this),
        null,
        newer,
        null);
  }

  /** What is synced as it should be can do badly nevertheless. */
  ReleaseView withObjects(@Nullable ObjectsView now) {
    boolean isBad = now != null && now.isBad() && health.equals("healthy");
    return new ReleaseView(
        namespace,
        name,
        state,
        isBad ? "degraded" : health,
        chart,
        revision,
        source,
        commit,
        drift,
        action,
        reason,
        lastSync,
        error,
        now,
        isBad && now != null ? now.since() : since,
        until,
        newer,
        digest);
  }

  /** Whether any of its objects differs. */
  @JsonIgnore
  public boolean isDrifted() {
    return !drift.objects().isEmpty();
  }

  /** What tells it apart. */
  ReleaseId id() {
    return new ReleaseId(namespace, name);
  }

  /** Whether people see the same, when it was looked at aside. */
  boolean looksLike(@Nullable ReleaseView other) {
    return other != null && at(Instant.EPOCH).equals(other.at(Instant.EPOCH));
  }

  private ReleaseView at(Instant time) {
    return new ReleaseView(
        namespace, name, state, health, chart, revision, source, commit, drift, action, reason,
        time, error, objects, since, until, newer, digest);
  }
}
