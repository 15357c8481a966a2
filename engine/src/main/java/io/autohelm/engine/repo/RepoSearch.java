package io.autohelm.engine.repo;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Searches the kept indexes of named repositories, as {@code helm search repo} does. */
public final class RepoSearch {
  private static final char SEPARATOR = '\u000b';

  private RepoSearch() {}

  /**
   * What to look for.
   *
   * @param term part of a name, a description or a keyword; empty finds all
   * @param isPattern whether the term is a regular expression
   * @param allVersions whether each version of a chart counts, not the newest alone
   * @param version a constraint
   */
  public record Query(String term, boolean isPattern, boolean allVersions, String version) {}

  /**
   * A chart that was found.
   *
   * @param name repository and chart
   */
  public record Found(String name, ChartEntry chart) {}

  private record Candidate(String name, ChartEntry chart, int score, Version version) {}

  /**
   * Searches.
   *
   * @param warnings takes a line for each repository whose index cannot be read
   * @return the best matches first, the newest version first
   * @throws RepositoryException when no repository is named, or the query is none
   */
  public static List<Found> search(
      RepositoriesFile repositories, HelmFolders folders, Query query, Consumer<String> warnings)
      throws IOException {
    if (repositories.entries().isEmpty()) {
      throw new RepositoryException("no repositories configured");
    }
    Scoring scoring = Scoring.of(query);
    List<Candidate> candidates = new ArrayList<>();
    for (RepositoryEntry repository : repositories.entries()) {
      collect(repository.name(), folders.index(repository.name()), scoring, candidates, warnings);
    }
    candidates.sort(
        Comparator.comparingInt(Candidate::score)
            .thenComparing(Candidate::name)
            .thenComparing(Candidate::version, Comparator.reverseOrder()));
    return fitting(candidates, query);
  }

  private static void collect(
      String repository,
      Path index,
      Scoring scoring,
      List<Candidate> candidates,
      Consumer<String> warnings)
      throws IOException {
    if (!Files.exists(index)) {
      warnings.accept(corrupt(repository, "open " + index + ": no such file or directory"));
      return;
    }
    IndexFile file;
    try {
      file = IndexFile.read(index, chart -> true, warnings);
    } catch (RepositoryException e) {
      warnings.accept(corrupt(repository, "error loading " + index + ": " + e.getMessage()));
      return;
    }
    for (Map.Entry<String, List<ChartEntry>> chart : file.entries().entrySet()) {
      String name = repository + "/" + chart.getKey();
      for (ChartEntry entry : chart.getValue()) {
        int score = scoring.score(line(repository, entry));
        if (score >= 0) {
          candidates.add(new Candidate(name, entry, score, Version.parse(entry.version())));
        }
      }
    }
  }

  private static String corrupt(String repository, String problem) {
    return "repo is corrupt or missing repo=" + repository + " error=" + problem;
  }

  private static String line(String repository, ChartEntry chart) {
    return chart.name()
        + SEPARATOR
        + repository
        + "/"
        + chart.name()
        + SEPARATOR
        + chart.description()
        + SEPARATOR
        + String.join(" ", chart.keywords());
  }

  private static List<Found> fitting(List<Candidate> candidates, Query query) {
    Constraint constraint;
    try {
      constraint = Constraint.parse(query.version());
    } catch (SemverException e) {
      throw new RepositoryException("an invalid version/constraint format: " + e.getMessage(), e);
    }
    List<Found> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Candidate candidate : candidates) {
      if ((query.allVersions() || !names.contains(candidate.name()))
          && constraint.allows(candidate.version())) {
        found.add(new Found(candidate.name(), candidate.chart()));
        names.add(candidate.name());
      }
    }
    return found;
  }

  /** Where in a line the term stands: in the name is best, in the keywords worst. */
  private interface Scoring {
    /** -1 where the line does not match. */
    int score(String line);

    static Scoring of(Query query) {
      if (query.term().isEmpty()) {
        return line -> 0;
      }
      if (!query.isPattern()) {
        String term = query.term().toLowerCase(Locale.ROOT);
        return line -> {
          String lower = line.toLowerCase(Locale.ROOT);
          return field(lower, lower.indexOf(term));
        };
      }
      Pattern pattern;
      try {
        pattern = Pattern.compile(query.term());
      } catch (PatternSyntaxException e) {
        throw new RepositoryException("error parsing regexp: " + e.getDescription(), e);
      }
      return line -> {
        Matcher matcher = pattern.matcher(line);
        return field(line, matcher.find() ? matcher.start() : -1);
      };
    }

    private static int field(String line, int at) {
      if (at < 0) {
        return -1;
      }
      return (int) line.substring(0, at).chars().filter(c -> c == SEPARATOR).count();
    }
  }
}
