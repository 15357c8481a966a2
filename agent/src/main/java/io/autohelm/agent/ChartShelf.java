package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DeclaredRepository;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.reconcile.ChartLag;
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

  /** A chart by whom it is asked: one address may answer differently to others. */
  private record Asked(ChartFetcher by, ChartReference reference) {}

  private record Completed(Chart chart, Instant until) {}

  private final ChartCache cache = new ChartCache();
  private final Map<Asked, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, Completed> completed = new ConcurrentHashMap<>();
  private final ChartFetcher fetcher;
  private final ChartCompletion completion;
  private final GitCharts git;
  private final DeclaredFetchers declared;
  private final Clock clock;

  private ChartShelf(
      ChartFetcher fetcher,
      ChartCompletion completion,
      GitCharts git,
      DeclaredFetchers declared,
      Clock clock) {
    this.declared = declared;
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
        new DeclaredFetchers(settings, data, environment, clock, warnings),
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
    return fetched(fetcher, reference(choice), FRESH);
  }

  /**
   * A chart of a declared repository, in the version that its constraint means now.
   *
   * @param files where its keyring is
   * @param objects where its credentials are
   * @throws io.autohelm.engine.chart.ChartException when it is not valid
   * @throws io.autohelm.engine.repo.RepositoryException when it cannot be had or is not trusted
   * @throws io.autohelm.engine.values.ValuesException when a Secret is missing
   */
  Chart fromDeclared(ChartChoice.FromDeclared choice, SourceFiles files, ValuesObjects objects) {
    DeclaredRepository repository = choice.repository();
    return fetched(
        repository.isPlain() ? fetcher : declared.of(repository, files, objects),
        reference(choice),
        repository.interval());
  }

  private Chart fetched(ChartFetcher by, ChartReference reference, Duration fresh) {
    Asked asked = new Asked(by, reference);
    Answer known = answers.get(asked);
    if (known == null || !clock.instant().isBefore(known.until())) {
      known = new Answer(by.resolve(reference), clock.instant().plus(fresh));
      answers.put(asked, known);
    }
    ResolvedChart resolved = known.chart();
    // By repository and by who asks too: one content may be trusted here and not there.
    String content = resolved.digest().isEmpty() ? resolved.url() : resolved.digest();
    return cache.get(
        System.identityHashCode(by)
            + " "
            + reference.repository()
            + " "
            + resolved.fileName()
            + " "
            + content,
        () -> by.chart(reference, resolved));
  }

  private static ChartReference reference(ChartChoice.FromRepository choice) {
    return new ChartReference(
        choice.repository(), choice.name(), choice.version(), choice.digest());
  }

  private static ChartReference reference(ChartChoice.FromDeclared choice) {
    return new ChartReference(
        choice.repository().url(), choice.name(), choice.version(), choice.digest());
  }

  /** What the repository said of newer versions when it was last asked for the chart. */
  ChartLag lag(ChartChoice choice) {
    if (choice instanceof ChartChoice.FromRepository repository) {
      return lag(reference(repository));
    }
    return choice instanceof ChartChoice.FromDeclared declared
        ? lag(reference(declared))
        : ChartLag.NONE;
  }

  private ChartLag lag(ChartReference reference) {
    return answers.entrySet().stream()
        .filter(entry -> entry.getKey().reference().equals(reference))
        .findFirst()
        .map(entry -> entry.getValue().chart().newer())
        .map(newer -> new ChartLag(newer.patch(), newer.minor(), newer.major()))
        .orElse(ChartLag.NONE);
  }

  @Override
  public void close() {
    git.close();
  }
}
