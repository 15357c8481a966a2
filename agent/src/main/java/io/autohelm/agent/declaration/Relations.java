package io.autohelm.agent.declaration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is wrong with releases beside each other, of one source or of several.
 *
 * @param files how the file of a release is called in problems
 */
public record Relations(Function<DesiredRelease, String> files) {
  /** Where files are called by their path in the source. */
  public static final Relations OF_ONE_SOURCE = new Relations(DesiredRelease::file);

  /** The later ones of releases that are declared several times. */
  public List<Problem> duplicates(List<DesiredRelease> releases) {
    List<Problem> problems = new ArrayList<>();
    Map<ReleaseId, DesiredRelease> first = new HashMap<>();
    for (DesiredRelease release : releases) {
      DesiredRelease other = first.putIfAbsent(release.id(), release);
      if (other != null) {
        problems.add(
            new Problem(
                files.apply(release),
                release.line(),
                "metadata.name",
                "release "
                    + release.id()
                    + " is declared already in "
                    + files.apply(other)
                    + ":"
                    + other.line()));
      }
    }
    return problems;
  }

  /**
   * The releases that wait for themselves, each with the way that leads back to it. Within a source
   * a release waits for those of lower waves too.
   *
   * @param releases whose problems are wanted
   * @param sources the releases of each source, these included
   */
  public List<Problem> cycles(List<DesiredRelease> releases, List<List<DesiredRelease>> sources) {
    Map<ReleaseId, List<ReleaseId>> steps = new HashMap<>();
    boolean hasWaves = sources.stream().mapToInt(source -> addSteps(source, steps)).sum() > 0;
    List<Problem> problems = new ArrayList<>();
    Set<ReleaseId> asked = new HashSet<>();
    for (DesiredRelease release : releases) {
      List<ReleaseId> way =
          asked.add(release.id())
              ? wayBack(release.id(), release.id(), steps, new HashSet<>())
              : List.of();
      if (!way.isEmpty()) {
        StringBuilder circle = new StringBuilder(release.id().toString());
        way.forEach(step -> circle.append(" -> ").append(step));
        problems.add(
            problem(
                release,
                dependency(release, way.get(0)),
                "spec.dependsOn",
                "release depends on itself: "
                    + circle
                    + (hasWaves ? "; it waits for lower waves of its source too" : "")));
      }
    }
    return problems;
  }

  /** Adds for whom each release of a source waits; gives how many of its waves wait for others. */
  private static int addSteps(List<DesiredRelease> source, Map<ReleaseId, List<ReleaseId>> steps) {
    TreeMap<Integer, List<ReleaseId>> waves = new TreeMap<>();
    for (DesiredRelease release : source) {
      if (steps.putIfAbsent(release.id(), new ArrayList<>(release.dependsOn())) == null) {
        waves.computeIfAbsent(release.terms().wave(), wave -> new ArrayList<>()).add(release.id());
      }
    }
    // The wave just below suffices: it waits for those below it.
    waves.forEach(
        (wave, members) -> {
          Map.Entry<Integer, List<ReleaseId>> lower = waves.lowerEntry(wave);
          if (lower != null) {
            members.forEach(
                member ->
                    steps
                        .computeIfAbsent(member, id -> new ArrayList<>())
                        .addAll(lower.getValue()));
          }
        });
    return Math.max(0, waves.size() - 1);
  }

  /** Those that carry on a release which is still declared, or which another one carries on. */
  public List<Problem> moves(List<DesiredRelease> releases) {
    List<Problem> problems = new ArrayList<>();
    Map<ReleaseId, DesiredRelease> taken = new HashMap<>();
    Set<ReleaseId> declared = new HashSet<>();
    releases.forEach(release -> declared.add(release.id()));
    for (DesiredRelease release : releases) {
      ReleaseId old = release.terms().movedFrom();
      if (old == null) {
        continue;
      }
      DesiredRelease other = taken.putIfAbsent(old, release);
      if (declared.contains(old) || other != null) {
        problems.add(
            new Problem(
                files.apply(release),
                release.line(),
                "spec.movedFrom",
                "release "
                    + old
                    + (other == null
                        ? " is still declared"
                        : " is carried on by " + other.id() + " already")));
      }
    }
    return problems;
  }

  /** The dependencies that nobody declares. */
  public List<Problem> unknown(List<DesiredRelease> releases, Set<ReleaseId> known) {
    List<Problem> problems = new ArrayList<>();
    for (DesiredRelease release : releases) {
      int index = 0;
      for (Dependency dependency : release.dependencies()) {
        if (!known.contains(dependency.id())) {
          problems.add(
              problem(
                  release,
                  dependency.place(),
                  "spec.dependsOn[" + index + "]",
                  "release "
                      + dependency.id()
                      + " is declared nowhere"
                      + Suggestions.nearest(
                              dependency.id().toString(),
                              known.stream().map(ReleaseId::toString).toList())
                          .map(near -> "; did you mean " + near + "?")
                          .orElse("")));
        }
        index++;
      }
    }
    return problems;
  }

  private Problem problem(DesiredRelease release, Place place, String path, String message) {
    return new Problem(
        files.apply(release),
        place.line() > 0 ? place.line() : release.line(),
        place.column(),
        path,
        message);
  }

  /** Where the release says that it waits for the other one; unknown where its wave says so. */
  private static Place dependency(DesiredRelease release, ReleaseId other) {
    return release.dependencies().stream()
        .filter(dependency -> dependency.id().equals(other))
        .findFirst()
        .map(Dependency::place)
        .orElse(Place.UNKNOWN);
  }

  /** The steps from {@code from} to {@code goal}, empty where no dependency leads there. */
  private static List<ReleaseId> wayBack(
      ReleaseId from, ReleaseId goal, Map<ReleaseId, List<ReleaseId>> steps, Set<ReleaseId> seen) {
    if (!seen.add(from)) {
      return List.of();
    }
    for (ReleaseId next : steps.getOrDefault(from, List.of())) {
      List<ReleaseId> way = new ArrayList<>(List.of(next));
      if (next.equals(goal)) {
        return way;
      }
      List<ReleaseId> rest = wayBack(next, goal, steps, seen);
      if (!rest.isEmpty()) {
        way.addAll(rest);
        return way;
      }
    }
    return List.of();
  }
}
