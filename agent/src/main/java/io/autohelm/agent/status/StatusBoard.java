package io.autohelm.agent.status;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The newest of every source and release, in memory. Safe for many threads. */
public final class StatusBoard implements Reports {
  private final Map<String, SourceView> sources = new TreeMap<>();
  private final Map<ReleaseId, ReleaseView> releases = new TreeMap<>();

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
    } else if (report instanceof Report.ReleaseRemoved removed) {
      ReleaseView before = releases.remove(removed.id());
      if (removed.error() != null && before != null) {
        releases.put(removed.id(), before.withError(removed.error(), removed.time()));
      }
    }
  }

  public synchronized List<SourceView> sources() {
    return new ArrayList<>(sources.values());
  }

  public synchronized List<ReleaseView> releases() {
    return new ArrayList<>(releases.values());
  }

  synchronized Optional<ReleaseView> release(ReleaseId id) {
    return Optional.ofNullable(releases.get(id));
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
