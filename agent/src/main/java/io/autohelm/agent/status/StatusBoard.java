package io.autohelm.agent.status;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftEpisode;
import io.autohelm.agent.drift.DriftEpisodes;
import io.autohelm.agent.drift.EpisodeArchive;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The newest of every source and release, in memory. Safe for many threads. */
public final class StatusBoard implements Reports {
  private final EpisodeArchive archive;
  private final Map<String, SourceView> sources = new TreeMap<>();
  private final Map<ReleaseId, ReleaseView> releases = new TreeMap<>();
  private final Map<ReleaseId, DriftEpisodes> episodes = new HashMap<>();
  private final Map<ReleaseId, ObjectsView> objects = new HashMap<>();
  private final Map<ReleaseId, ReleaseJournal> journals = new HashMap<>();
  private final ChangeFeed feed;
  private ReplicaView replica = ReplicaView.ALONE;
  private long version;

  /**
   * @param expected the names of the sources that the agent watches: it is ready when each was read
   *     once
   * @param feed is told what looks different
   */
  public StatusBoard(Collection<String> expected, ChangeFeed feed) {
    this(expected, feed, EpisodeArchive.NONE);
  }

  /**
   * As {@link #StatusBoard(Collection, ChangeFeed)}.
   *
   * @param archive knows the episodes of drift from before this process
   */
  public StatusBoard(Collection<String> expected, ChangeFeed feed, EpisodeArchive archive) {
    this.archive = archive;
    expected.forEach(name -> sources.put(name, SourceView.unread(name)));
    this.feed = feed;
  }

  @Override
  public synchronized void tell(Report report) {
    if (report instanceof Report.SourceRead read) {
      put(SourceView.of(read, sources.get(read.source())));
    } else if (report instanceof Report.SourceFailed failed) {
      put(known(failed.source()).withFailure(failed));
    } else if (report instanceof Report.SourceSuspended suspended) {
      put(known(suspended.source()).withSuspension(suspended.told()));
    } else if (report instanceof Report.ReleaseSynced synced) {
      note(synced.id(), report);
      if (synced.driftChecked()) {
        observe(synced);
      }
      put(synced.id(), ReleaseView.of(aged(synced), releases.get(synced.id())));
    } else if (report instanceof Report.ReleaseDeclared declared) {
      if (!releases.containsKey(declared.id())) {
        put(declared.id(), ReleaseView.of(declared));
      }
    } else if (report instanceof Report.ReleaseWarned warned) {
      if (releases.containsKey(warned.id())) {
        note(warned.id(), report);
      }
    } else if (report instanceof Report.ActionBegun begun) {
      note(begun.id(), report);
      put(begun.id(), ReleaseView.of(begun, releases.get(begun.id())));
    } else if (report instanceof Report.HealthChanged changed) {
      note(changed.id(), report);
      objects.put(changed.id(), ObjectsView.of(changed, objects.get(changed.id())));
      version++;
      feed.release(changed.id());
    } else if (report instanceof Report.ReleaseHeld held) {
      note(held.id(), report);
      put(held.id(), ReleaseView.of(held, releases.get(held.id())));
    } else if (report instanceof Report.ReleaseRemoved removed) {
      removed(removed);
    } else if (report instanceof Report.LeadershipChanged changed) {
      replica(changed);
    }
  }

  /** Who does not lead does not know how releases are; what it knew is not true any more. */
  private void replica(Report.LeadershipChanged changed) {
    String shown = replica.told();
    replica = ReplicaView.of(changed);
    if (!changed.leads()) {
      releases.clear();
      episodes.clear();
      objects.clear();
      journals.clear();
      sources.replaceAll((name, source) -> source.withSuspension(null));
    }
    version++;
    if (!replica.told().equals(shown)) {
      feed.reset();
    }
  }

  /** What this replica does. */
  public synchronized ReplicaView replica() {
    return replica;
  }

  private void removed(Report.ReleaseRemoved removed) {
    ReleaseView before = releases.get(removed.id());
    if (removed.error() == null) {
      releases.remove(removed.id());
      episodes.remove(removed.id());
      archive.forget(removed.id().namespace(), removed.id().name());
      objects.remove(removed.id());
      journals.remove(removed.id());
      version++;
      feed.release(removed.id());
    } else if (before != null) {
      note(removed.id(), removed);
      put(removed.id(), before.withError(removed.error(), removed.time()));
    }
  }

  private void note(ReleaseId id, Report report) {
    journals.computeIfAbsent(id, key -> new ReleaseJournal()).tell(report);
  }

  private SourceView known(String source) {
    return sources.getOrDefault(source, SourceView.unread(source));
  }

  private void put(SourceView source) {
    SourceView before = sources.put(source.name(), source);
    version++;
    if (!source.looksLike(before)) {
      feed.source(source.name());
    }
  }

  private void put(ReleaseId id, ReleaseView release) {
    ReleaseView before = releases.put(id, release);
    version++;
    if (!release.looksLike(before)) {
      feed.release(id);
    }
  }

  /** Counts up with everything that is told: what was answered before is still true at the same. */
  synchronized long version() {
    return version;
  }

  public synchronized List<SourceView> sources() {
    return new ArrayList<>(sources.values());
  }

  public synchronized Optional<SourceView> source(String name) {
    return Optional.ofNullable(sources.get(name));
  }

  public synchronized List<ReleaseView> releases() {
    List<ReleaseView> views = new ArrayList<>(releases.size());
    releases.forEach((id, view) -> views.add(view.withObjects(objects.get(id))));
    return views;
  }

  /**
   * What was told, with drift as old as it is known: that of an earlier process is in the archive.
   */
  public synchronized Report aged(Report report) {
    return report instanceof Report.ReleaseSynced synced ? aged(synced) : report;
  }

  private Report.ReleaseSynced aged(Report.ReleaseSynced synced) {
    Instant since = synced.driftSince();
    if (since == null) {
      return synced;
    }
    for (DriftEpisode episode : known(synced.id()).standing()) {
      since = episode.since().isBefore(since) ? episode.since() : since;
    }
    return synced.withDriftSince(since);
  }

  private void observe(Report.ReleaseSynced synced) {
    DriftEpisodes before = known(synced.id());
    DriftEpisodes now = before.observe(synced.drift(), synced.isPutRight(), synced.time());
    if (!now.equals(before)) {
      episodes.put(synced.id(), now);
      archive.keep(synced.id().namespace(), synced.id().name(), now);
    }
  }

  /** The newest episodes of drift of a release. */
  public synchronized DriftEpisodes episodes(ReleaseId id) {
    return releases.containsKey(id) ? known(id) : DriftEpisodes.NONE;
  }

  private DriftEpisodes known(ReleaseId id) {
    return episodes.computeIfAbsent(id, first -> archive.of(first.namespace(), first.name()));
  }

  /** The same for people and programs, the newest first. */
  public List<EpisodeView> drift(ReleaseId id) {
    List<EpisodeView> views = new ArrayList<>();
    episodes(id).all().forEach(episode -> views.add(EpisodeView.of(episode)));
    Collections.reverse(views);
    return views;
  }

  /** What was said about a release, the newest first. */
  public synchronized List<LogEntry> log(ReleaseId id) {
    ReleaseJournal journal = journals.get(id);
    return journal == null ? List.of() : journal.newestFirst();
  }

  public synchronized Optional<ReleaseView> release(ReleaseId id) {
    return Optional.ofNullable(releases.get(id)).map(view -> view.withObjects(objects.get(id)));
  }

  /** All that is known of a release without asking the cluster. */
  public Optional<ReleaseDetail> detail(ReleaseId id, Insight insight) {
    return release(id)
        .map(
            release ->
                new ReleaseDetail(
                    release,
                    insight.declared(id).orElse(null),
                    commitUrl(release),
                    ConditionView.of(release),
                    NextStep.of(release)));
  }

  private @Nullable String commitUrl(ReleaseView release) {
    return source(release.source())
        .flatMap(source -> ForgeLinks.commit(source.url(), release.commit()))
        .orElse(null);
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
