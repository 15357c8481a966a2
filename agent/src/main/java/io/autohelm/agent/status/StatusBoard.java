package io.autohelm.agent.status;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftEpisodes;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The newest of every source and release, in memory. Safe for many threads. */
public final class StatusBoard implements Reports {
  private final Map<String, SourceView> sources = new TreeMap<>();
  private final Map<ReleaseId, ReleaseView> releases = new TreeMap<>();
  private final Map<ReleaseId, DriftEpisodes> episodes = new HashMap<>();
  private final Map<ReleaseId, ObjectsView> objects = new HashMap<>();

  /**
   * @param expected the names of the sources that the agent watches: it is ready when each was read
   *     once
   */
  public StatusBoard(Collection<String> expected) {
    expected.forEach(name -> sources.put(name, SourceView.unread(name)));
  }

  @Override
  public synchronized void tell(Report report) {
    if (report instanceof Report.SourceRead read) {
      sources.put(read.source(), SourceView.of(read));
    } else if (report instanceof Report.SourceFailed failed) {
      SourceView before = sources.getOrDefault(failed.source(), SourceView.unread(failed.source()));
      sources.put(failed.source(), before.withFailure(failed));
    } else if (report instanceof Report.ReleaseSynced synced) {
      releases.put(synced.id(), ReleaseView.of(synced, releases.get(synced.id())));
      if (synced.driftChecked()) {
        episodes.put(
            synced.id(),
            episodes(synced.id()).observe(synced.drift(), synced.isPutRight(), synced.time()));
      }
    } else if (report instanceof Report.HealthChanged changed) {
      ObjectsView before = objects.get(changed.id());
      String now = ObjectsView.text(changed.health().level());
      Instant since =
          before != null && before.health().equals(now) ? before.since() : changed.time();
      objects.put(changed.id(), ObjectsView.of(changed, since));
    } else if (report instanceof Report.ReleaseHeld held) {
      releases.put(held.id(), ReleaseView.of(held, releases.get(held.id())));
    } else if (report instanceof Report.ReleaseRemoved removed) {
      ReleaseView before = releases.remove(removed.id());
      if (removed.error() == null) {
        episodes.remove(removed.id());
        objects.remove(removed.id());
      }
      if (removed.error() != null && before != null) {
        releases.put(removed.id(), before.withError(removed.error(), removed.time()));
      }
    }
  }

  public synchronized List<SourceView> sources() {
    return new ArrayList<>(sources.values());
  }

  public synchronized List<ReleaseView> releases() {
    List<ReleaseView> views = new ArrayList<>();
    releases.forEach((id, view) -> views.add(view.withObjects(objects.get(id))));
    return views;
  }

  /** The newest episodes of drift of a release, since this process began. */
  public synchronized DriftEpisodes episodes(ReleaseId id) {
    return episodes.getOrDefault(id, DriftEpisodes.NONE);
  }

  synchronized Optional<ReleaseView> release(ReleaseId id) {
    return Optional.ofNullable(releases.get(id)).map(view -> view.withObjects(objects.get(id)));
  }

  /**
   * The sources that were never read, with why where a try failed; empty when the agent is ready.
   */
  synchronized Map<String, String> unread() {
    Map<String, String> unread = new TreeMap<>();
    for (SourceView source : sources.values()) {
      if (source.commit() == null) {
        unread.put(source.name(), source.error() == null ? "not read yet" : source.error());
      }
    }
    return unread;
  }
}
