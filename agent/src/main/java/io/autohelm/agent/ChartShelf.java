package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.repo.ChartFetcher;
import io.autohelm.engine.repo.ChartReference;
import io.autohelm.engine.repo.RepositoryException;
import io.autohelm.engine.repo.ResolvedChart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The charts that are at hand, shared by all sources: those of commits and those of repositories,
 * read once.
 */
final class ChartShelf {
  /**
   * For so long what a repository answered counts as its answer: releases of one chart ask once
   * together.
   */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private record Answer(ResolvedChart chart, Instant until) {}

  private final ChartCache cache = new ChartCache();
  private final Map<ChartReference, Answer> answers = new ConcurrentHashMap<>();
  private final ChartFetcher fetcher;
  private final Clock clock;

  ChartShelf(ChartFetcher fetcher, Clock clock) {
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /**
   * A chart of a commit.
   *
   * @param key names its content
   */
  Chart inCommit(String key, Supplier<Chart> load) {
    return cache.get(key, load);
  }

  /**
   * A chart of a repository, in the version that its constraint means now.
   *
   * @throws ChartException when it cannot be had or is not valid
   */
  Chart fromRepository(ChartChoice.FromRepository choice) {
    ChartReference reference =
        new ChartReference(choice.repository(), choice.name(), choice.version());
    try {
      Answer known = answers.get(reference);
      if (known == null || !clock.instant().isBefore(known.until())) {
        known = new Answer(fetcher.resolve(reference), clock.instant().plus(FRESH));
        answers.put(reference, known);
      }
      ResolvedChart resolved = known.chart();
      String key = resolved.digest().isEmpty() ? resolved.url() : resolved.digest();
      return cache.get(key, () -> fetcher.chart(reference, resolved));
    } catch (RepositoryException e) {
      throw new ChartException(String.valueOf(e.getMessage()));
    }
  }
}
