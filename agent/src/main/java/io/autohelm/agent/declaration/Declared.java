package io.autohelm.agent.declaration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a state of a source declares.
 *
 * @param releases the valid declarations, in the order of their files
 * @param problems what is wrong with the others
 * @param named all releases that are declared, with mistakes too
 * @param consents the digests of plans and deletions that somebody agreed to
 * @param emptySets the files of sets that yield no release
 */
public record Declared(
    List<DesiredRelease> releases,
    List<Problem> problems,
    Set<ReleaseId> named,
    Set<String> consents,
    Set<String> emptySets) {
  public static final Declared NOTHING = new Declared(List.of(), List.of());

  public Declared {
    releases = List.copyOf(releases);
    problems = List.copyOf(problems);
    named = Set.copyOf(named);
    consents = Set.copyOf(consents);
    emptySets = Set.copyOf(emptySets);
  }

  /** Where those with mistakes have no names. */
  public Declared(List<DesiredRelease> releases, List<Problem> problems) {
    this(releases, problems, ids(releases), Set.of(), Set.of());
  }

  /** The releases of the valid declarations. */
  public Set<ReleaseId> ids() {
    return ids(releases);
  }

  private static Set<ReleaseId> ids(List<DesiredRelease> releases) {
    return releases.stream().map(DesiredRelease::id).collect(Collectors.toSet());
  }

  /**
   * These declarations with more problems, and without the releases of the files that have them.
   */
  public Declared without(List<Problem> more) {
    Set<String> broken = new HashSet<>();
    more.forEach(problem -> broken.add(problem.file()));
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new Declared(
        releases.stream().filter(release -> !broken.contains(release.file())).toList(),
        all,
        named,
        consents,
        emptySets);
  }

  /**
   * These declarations and, for each file that is broken now, those that it held before: a mistake
   * in a file leaves its releases as they were.
   */
  public Declared keepingWhatBroke(Declared before) {
    Set<String> broken = new HashSet<>();
    problems.forEach(problem -> broken.add(problem.file()));
    List<DesiredRelease> all = new ArrayList<>();
    Set<ReleaseId> known = new HashSet<>();
    for (DesiredRelease release : releases) {
      all.add(release);
      known.add(release.id());
    }
    for (DesiredRelease release : before.releases()) {
      if (broken.contains(release.file()) && known.add(release.id())) {
        all.add(release);
      }
    }
    return new Declared(all, problems, named, consents, emptySets);
  }
}
