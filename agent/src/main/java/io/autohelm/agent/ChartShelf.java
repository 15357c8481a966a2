package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.repo.ChartCompletion;
import io.autohelm.engine.repo.ChartFetcher;
import io.autohelm.engine.repo.ChartReference;
import io.autohelm.engine.repo.NamedRepositories;
import io.autohelm.engine.repo.RepositoryConnections;
import io.autohelm.engine.repo.ResolvedChart;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The charts that are at hand, shared by all sources: those of commits and those of repositories,
 * read once.
 */
final class ChartShelf implements AutoCloseable {
  /**
   * For so long what a repository answered counts as its answer: releases of one chart ask once
   * together.
   */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private record Answer(ResolvedChart chart, Instant until) {}

  private record Completed(Chart chart, Instant until) {}

  private final ChartCache cache = new ChartCache();
  private final Map<ChartReference, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, Completed> completed = new ConcurrentHashMap<>();
  private final ChartFetcher fetcher;
  private final ChartCompletion completion;
  private final GitCharts git;
  private final Clock clock;

  private ChartShelf(ChartFetcher fetcher, ChartCompletion completion, GitCharts git, Clock clock) {
    this.fetcher = fetcher;
    this.completion = completion;
    this.git = git;
    this.clock = clock;
  }

  /**
   * A shelf.
   *
   * @param data the folder for what is fetched; may be lost at any time
   */
  static ChartShelf of(
      ChartSettings settings,
      Path data,
      Map<String, String> environment,
      Clock clock,
      Consumer<String> warnings) {
    ChartFetcher fetcher =
        new ChartFetcher(
            data.resolve("charts"),
            settings.cacheBound(),
            new RepositoryConnections(
                settings.repositories(), settings.registryConfigs(), environment, clock),
            clock,
            warnings);
    return new ChartShelf(
        fetcher,
        new ChartCompletion(fetcher, new NamedRepositories(settings.names())),
        new GitCharts(data.resolve("charts-git"), settings.git(), clock, warnings),
        clock);
  }

  /**
   * A chart among the files of a source, with the dependencies that it lacks there.
   *
   * @param key names its content
   * @throws io.autohelm.engine.chart.ChartException when it is not valid
   * @throws io.autohelm.engine.repo.RepositoryException when a dependency cannot be had
   */
  Chart inFiles(String key, SourcePlace place) {
    Chart chart = cache.get(key, place::chart);
    if (!ChartCompletion.isIncomplete(chart)) {
      return chart;
    }
    // Other charts of the source may be part of it, so its own content does not name the result.
    String name = place.files().key("").orElse("") + " " + place.path();
    Completed known = completed.get(name);
    if (known == null || !clock.instant().isBefore(known.until())) {
      completed.values().removeIf(old -> !clock.instant().isBefore(old.until()));
      known = new Completed(completion.complete(place), clock.instant().plus(FRESH));
      completed.put(name, known);
    }
    return known.chart();
  }

  /** The files of another Git repository. */
  SourceFiles files(ChartChoice.FromGit choice) {
    return git.files(choice);
  }

  /**
   * A chart of a repository, in the version that its constraint means now.
   *
   * @throws io.autohelm.engine.chart.ChartException when it is not valid
   * @throws io.autohelm.engine.repo.RepositoryException when it cannot be had or is not trusted
   */
  Chart fromRepository(ChartChoice.FromRepository choice) {
    ChartReference reference =
        new ChartReference(choice.repository(), choice.name(), choice.version(), choice.digest());
    Answer known = answers.get(reference);
    if (known == null || !clock.instant().isBefore(known.until())) {
      known = new Answer(fetcher.resolve(reference), clock.instant().plus(FRESH));
      answers.put(reference, known);
    }
    ResolvedChart resolved = known.chart();
    // By repository too: one content may be trusted here and not there.
    String content = resolved.digest().isEmpty() ? resolved.url() : resolved.digest();
    return cache.get(
        choice.repository() + " " + resolved.fileName() + " " + content,
        () -> fetcher.chart(reference, resolved));
  }

  @Override
  public void close() {
    git.close();
  }
}
