package io.autohelm.agent;

import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.git.GitCommit;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.reconcile.Coordinator;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.agent.reconcile.Snapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks whether a source has a new commit and hands what that declares to the coordinator. */
final class SourcePoller implements AutoCloseable {
  private final Settings.Source source;
  private final GitRepository repository;
  private final DeclarationReader reader;
  private final ChartShelf charts;
  private final Coordinator coordinator;
  private final Reports reports;
  private final Clock clock;
  private @Nullable GitCommit last;
  private int releases;
  private List<Problem> problems = List.of();

  SourcePoller(
      Settings.Source source,
      GitRepository repository,
      DeclarationReader reader,
      ChartShelf charts,
      Coordinator coordinator,
      Reports reports,
      Clock clock) {
    this.source = source;
    this.repository = repository;
    this.reader = reader;
    this.charts = charts;
    this.coordinator = coordinator;
    this.reports = reports;
    this.clock = clock;
  }

  /** One poll. A failure is reported, and the last commit stays in force. */
  synchronized void poll() {
    try {
      String id = repository.ask();
      boolean changed = last == null || !last.id().equals(id);
      GitCommit commit = last;
      if (commit == null || changed) {
        commit = repository.fetch(id);
        take(commit);
        last = commit;
      } else {
        coordinator.sweep();
      }
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
              problems,
              clock.instant()));
    } catch (GitException e) {
      reports.tell(
          new Report.SourceFailed(
              source.name(),
              GitRepository.shown(source.url()),
              source.ref().text(),
              String.valueOf(e.getMessage()),
              clock.instant()));
    }
  }

  private void take(GitCommit commit) {
    CommitSourceFiles files = new CommitSourceFiles(repository.files(commit));
    Declared declared = reader.read(files, source.path(), source.variables());
    List<Problem> all = new ArrayList<>(declared.problems());
    all.addAll(
        coordinator.accept(
            new Snapshot(
                source.name(),
                commit.id(),
                commit.time(),
                commit.subject(),
                declared,
                new SourceCharts(files, charts))));
    releases = declared.releases().size();
    problems = all;
  }

  @Override
  public void close() {
    repository.close();
  }
}
