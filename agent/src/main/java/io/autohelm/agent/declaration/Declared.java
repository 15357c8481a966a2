package io.autohelm.agent.declaration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a state of a source declares.
 *
 * @param releases the valid declarations, in the order of their files
 * @param problems what is wrong with the others
 */
public record Declared(List<DesiredRelease> releases, List<Problem> problems) {
  public static final Declared NOTHING = new Declared(List.of(), List.of());

  public Declared {
    releases = List.copyOf(releases);
    problems = List.copyOf(problems);
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
    return new Declared(all, problems);
  }
}
