package io.autohelm.agent;

import io.autohelm.agent.declaration.FieldReader;
import io.autohelm.engine.kube.LeaderElection;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of several replicas leads.
 *
 * @param enabled false where there is one replica, which leads always
 * @param namespace of the Lease; null for where the state is kept
 * @param terms the Lease's name, and how long what may take
 */
public record LeaderElectionSettings(
    boolean enabled, @Nullable String namespace, LeaderElection.Terms terms) {
  /** The Lease, unless told otherwise. */
  public static final String LEASE = "autohelm-leader";

  /** How Kubernetes' own components do it. */
  private static final LeaderElection.Terms TERMS =
      new LeaderElection.Terms(
          LEASE, Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  /** One replica. */
  public static final LeaderElectionSettings NONE = new LeaderElectionSettings(false, null, TERMS);

  /** As client-go demands it: a try that comes late must still come before the deadline. */
  private static final double JITTER = 1.2;

  /** Reads the table {@code leaderElection}. */
  static LeaderElectionSettings read(FieldReader settings) {
    Optional<FieldReader> table = settings.table("leaderElection");
    if (table.isEmpty()) {
      return NONE;
    }
    FieldReader reader = table.get();
    reader.allow(
        "enabled", "leaseName", "namespace", "leaseDuration", "renewDeadline", "retryPeriod");
    String name = reader.text("leaseName").orElse(LEASE);
    if (!name.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
      reader.problem(
          reader.lineOf("leaseName"),
          "leaseName",
          "expected a name of Kubernetes: small letters, digits, - and .; met " + name);
    }
    Duration lease = reader.duration("leaseDuration", TERMS.leaseDuration(), Duration.ofSeconds(2));
    Duration deadline =
        reader.duration("renewDeadline", TERMS.renewDeadline(), Duration.ofSeconds(1));
    Duration retry = reader.duration("retryPeriod", TERMS.retryPeriod(), Duration.ofMillis(100));
    if (deadline.compareTo(lease) >= 0) {
      reader.problem(
          lineOf(reader, "renewDeadline", "leaseDuration"),
          "renewDeadline",
          "must be shorter than leaseDuration, so that a leader stops before another one begins;"
              + " met "
              + shown(deadline)
              + " and "
              + shown(lease));
    }
    if (retry.toMillis() * JITTER >= deadline.toMillis()) {
      reader.problem(
          lineOf(reader, "retryPeriod", "renewDeadline"),
          "retryPeriod",
          "must be shorter than renewDeadline by a fifth of itself, so that there is time for a"
              + " second try; met "
              + shown(retry)
              + " and "
              + shown(deadline));
    }
    return new LeaderElectionSettings(
        reader.flag("enabled", false),
        reader.text("namespace").orElse(null),
        new LeaderElection.Terms(name, lease, deadline, retry));
  }

  /** Where the field stands, or the one that it does not go with. */
  private static int lineOf(FieldReader reader, String field, String other) {
    return reader.lineOf(reader.has(field) ? field : other);
  }

  private static String shown(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
