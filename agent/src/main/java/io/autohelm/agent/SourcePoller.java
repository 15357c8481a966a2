package io.autohelm.agent;

import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.Environment;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.git.GitCommit;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.agent.reconcile.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks whether a source has a new commit and hands on what that declares. */
final class SourcePoller implements AutoCloseable {
  private final Settings.Source source;
  private final GitRepository repository;
  private final DeclarationReader reader;
  private final ChartShelf charts;
  private final ValuesObjects objects;
  private final InForce inForce;
  private final Reception reception;
  private final Reports reports;
  private final Clock clock;
  private @Nullable GitCommit last;

  /** Whether the commit of an earlier process was looked for. */
  private boolean isBegun;

  /** The commit that the one in force does not descend from; null where history goes on. */
  private @Nullable String rewritten;

  private int releases;
  private List<Problem> problems = List.of();

  SourcePoller(
      Settings.Source source,
      GitRepository repository,
      DeclarationReader reader,
      ChartShelf charts,
      ValuesObjects objects,
      InForce inForce,
      Reception reception,
      Reports reports,
      Clock clock) {
    this.source = source;
    this.repository = repository;
    this.reader = reader;
    this.charts = charts;
    this.objects = objects;
    this.inForce = inForce;
    this.reception = reception;
    this.reports = reports;
    this.clock = clock;
  }

  /** One poll. A failure is reported, and the last commit stays in force. */
  synchronized void poll() {
    Instant start = clock.instant();
    try {
      String id = repository.ask();
      boolean changed = last == null || !last.id().equals(id);
      GitCommit commit = last;
      if (commit == null || changed || repository.isDoubtful()) {
        GitCommit before = last == null ? repository.lastKept().orElse(null) : last;
        commit = repository.fetch(id);
        if (last == null && before != null && !before.id().equals(id)) {
          remember(before);
        }
        boolean isRewritten = before != null && repository.isRewritten(before, commit);
        rewritten = isRewritten && before != null ? before.id() : null;
        take(commit);
        last = commit;
        repository.keep(commit);
      } else {
        reception.sweep();
      }
      tell(commit, changed, start);
    } catch (GitException e) {
      begin();
      reports.tell(
          new Report.SourceFailed(
              source.name(),
              GitRepository.shown(source.url()),
              source.ref().text(),
              String.valueOf(e.getMessage()),
              clock.instant()));
    }
  }

  /** Where Git does not answer at the start, what an earlier process had last goes on. */
  private void begin() {
    if (last == null && !isBegun) {
      isBegun = true;
      try {
        repository
            .lastKept()
            .ifPresent(
                commit -> {
                  take(commit);
                  last = commit;
                  tell(commit, true, clock.instant());
                });
      } catch (GitException e) {
        // It can be read no more; why Git is not asked is told anyway.
      }
    }
  }

  private void tell(GitCommit commit, boolean changed, Instant start) {
    reports.tell(
        new Report.SourceRead(
            source.name(),
            GitRepository.shown(source.url()),
            source.ref().text(),
            commit.id(),
            commit.time(),
            commit.subject(),
            changed,
            releases,
            problems(),
            clock.instant(),
            commit.signer(),
            rewritten,
            Duration.between(start, clock.instant()),
            commit.author()));
  }

  /**
   * What left the source while no agent ran goes in the order, and in the way, that it declared.
   */
  private void remember(GitCommit before) {
    try {
      CommitSourceFiles files = new CommitSourceFiles(repository.files(before));
      Environment environment = environment(files);
      if (environment.problems().isEmpty()) {
        reception.remember(reader.read(files, source.path(), environment.variables()).releases());
      }
    } catch (GitException e) {
      // It can be read no more, and no later poll changes that: the order is the usual one then.
    }
  }

  private Environment environment(CommitSourceFiles files) {
    return Environment.of(files, source.environment(), source.variables());
  }

  private void take(GitCommit commit) {
    CommitSourceFiles files = new CommitSourceFiles(repository.files(commit));
    Environment environment = environment(files);
    if (!environment.problems().isEmpty()) {
      problems = environment.problems(); // no declaration can be read: what was read last holds
      return;
    }
    Declared declared = reader.read(files, source.path(), environment.variables());
    InForce.Commit read =
        new InForce.Commit(
            source.name(),
            GitRepository.shown(source.url()),
            commit.id(),
            files,
            source.path(),
            environment.variables());
    inForce.put(read, declared);
    reception.accept(
        new Snapshot(
            source.name(),
            commit.id(),
            commit.time(),
            commit.subject(),
            declared,
            new SourceCharts(files, charts, objects, read::valuePlaces)));
    releases = declared.releases().size();
    problems = declared.problems();
  }

  /** What other sources do may make or mend problems of this one. */
  private List<Problem> problems() {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(reception.beside(source.name()));
    return all;
  }

  @Override
  public void close() {
    repository.close();
  }
}
