package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.reconcile.Report;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this replica of the agent does.
 *
 * @param role {@code leader} or {@code standby}
 * @param leader the leader's name; empty where there is one replica alone, where nobody leads, or
 *     where nobody knows
 * @param trouble why that cannot be known or changed; null where there is none
 * @param since when that was first so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplicaView(
    String role, String leader, @Nullable String trouble, @Nullable Instant since) {
  static final ReplicaView ALONE = new ReplicaView("leader", "", null, null);

  static ReplicaView of(Report.LeadershipChanged changed) {
    return new ReplicaView(
        changed.leads() ? "leader" : "standby",
        changed.leader(),
        changed.trouble().isEmpty() ? null : changed.trouble(),
        changed.time());
  }

  /** Whether it knows how releases are. */
  @JsonIgnore
  public boolean isLeader() {
    return role.equals("leader");
  }

  /** Answers who asks for releases: an empty list, or that there is none, would be a lie. */
  public HttpResponse<?> answer() {
    return ProblemView.answer(HttpStatus.SERVICE_UNAVAILABLE, told())
        .header(HttpHeaders.RETRY_AFTER, "5");
  }

  /** What it does, in a sentence; empty for a leader. */
  @JsonIgnore
  public String told() {
    if (isLeader()) {
      return "";
    }
    return "This replica stands by: "
        + (leader.isEmpty() ? "nobody is known to lead" : leader + " leads")
        + (trouble == null ? "" : " (" + trouble + ")");
  }
}
