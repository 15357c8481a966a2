package io.autohelm.engine.repo;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The highest version that a constraint allows, as Helm chooses it; what is no version is passed
 * over.
 */
final class VersionChoice {
  private static final int SHOWN = 5;

  private VersionChoice() {}

  private record Candidate<T>(T item, Version version) {}

  /**
   * Chooses.
   *
   * @param wanted an exact version or a constraint; empty takes the newest release, no pre-release
   * @throws RepositoryException when none fits; it names the newest ones that there are
   */
  static <T> T choose(
      Collection<T> items, Function<T, String> version, String wanted, String what) {
    List<Candidate<T>> candidates = new ArrayList<>();
    for (T item : items) {
      // An exact match needs no reading: it may be a version that only Helm's authors call one.
      if (version.apply(item).equals(wanted)) {
        return item;
      }
      read(version.apply(item)).ifPresent(read -> candidates.add(new Candidate<>(item, read)));
    }
    if (candidates.isEmpty()) {
      throw new RepositoryException("there is no chart " + what);
    }
    candidates.sort(
        Comparator.comparing((Candidate<T> candidate) -> candidate.version()).reversed());
    Constraint constraint;
    try {
      constraint = Constraint.parse(wanted.isEmpty() ? "*" : wanted);
    } catch (SemverException e) {
      throw new RepositoryException(
          "version " + wanted + " of chart " + what + ": " + e.getMessage(), e);
    }
    for (Candidate<T> candidate : candidates) {
      if (constraint.allows(candidate.version())) {
        return candidate.item();
      }
    }
    Optional<Version> exact = read(wanted);
    exact.ifPresent(near -> candidates.sort(nearest(near)));
    throw new RepositoryException(
        RepositoryException.Kind.NO_VERSION,
        "chart "
            + what
            + " has no version "
            + (wanted.isEmpty() ? "that is a release" : wanted)
            + (exact.isPresent() ? "; the nearest are " : "; the newest are ")
            + candidates.stream()
                .limit(SHOWN)
                .map(candidate -> version.apply(candidate.item()))
                .collect(Collectors.joining(", ")),
        null);
  }

  /** By how far the first of its numbers that differs is away. */
  private static <T> Comparator<Candidate<T>> nearest(Version wanted) {
    return Comparator.comparingLong((Candidate<T> c) -> away(c.version().major(), wanted.major()))
        .thenComparingLong(c -> away(c.version().minor(), wanted.minor()))
        .thenComparingLong(c -> away(c.version().patch(), wanted.patch()));
  }

  private static long away(long one, long other) {
    return Math.abs(one - other);
  }

  private static Optional<Version> read(String text) {
    try {
      return Optional.of(Version.parse(text));
    } catch (SemverException e) {
      return Optional.empty();
    }
  }
}
