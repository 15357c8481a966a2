package io.autohelm.agent;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Coordinator;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.agent.reconcile.Snapshot;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where goes what sources declare: to the coordinator while this replica leads. While it stands by,
 * the newest is kept, and how everything was declared that has left since, so that who then leads
 * decides as one who was there all the time.
 */
final class Reception {
  private final Reports reports;
  private final Clock clock;
  private final Map<String, Snapshot> newest = new TreeMap<>();
  private final Map<ReleaseId, DesiredRelease> past = new LinkedHashMap<>();
  private @Nullable Coordinator coordinator;

  /**
   * @param reports is told which releases are declared
   */
  Reception(Reports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /** Takes the new state of a source. */
  synchronized void accept(Snapshot snapshot) {
    Snapshot before = newest.put(snapshot.source(), snapshot);
    if (coordinator != null) {
      hand(coordinator, snapshot);
    } else if (before != null) {
      remember(before.declared().releases());
    }
  }

  private void hand(Coordinator leading, Snapshot snapshot) {
    leading.accept(snapshot);
    snapshot
        .declared()
        .releases()
        .forEach(
            release ->
                reports.tell(
                    new Report.ReleaseDeclared(
                        release.id(), snapshot.source(), snapshot.commit(), clock.instant())));
  }

  /** Takes what was declared before; the newest last. */
  synchronized void remember(Collection<DesiredRelease> declared) {
    if (coordinator != null) {
      coordinator.remember(declared);
    } else {
      declared.forEach(release -> past.put(release.id(), release));
    }
  }

  /** Nothing has changed: what could not be compared with the cluster before may be now. */
  synchronized void sweep() {
    if (coordinator != null) {
      coordinator.sweep();
    }
  }

  /** What is refused of a source because of others; nobody knows while this replica stands by. */
  synchronized List<Problem> beside(String source) {
    return coordinator == null ? List.of() : coordinator.beside(source);
  }

  /** From now on everything goes to this one, beginning with what was kept. */
  synchronized void lead(Coordinator leading) {
    leading.remember(past.values());
    past.clear();
    newest.values().forEach(snapshot -> hand(leading, snapshot));
    coordinator = leading;
  }

  /** From now on everything is kept. */
  synchronized void standBy() {
    coordinator = null;
  }
}
