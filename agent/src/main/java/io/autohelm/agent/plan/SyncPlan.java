package io.autohelm.agent.plan;

import java.util.List;

/**
 * What a sync of one state of a source would do.
 *
 * @param kubernetes the version of the cluster
 * @param releases the declared ones in their order, then those that would go
 * @param problems mistakes in declarations, each in a line with file, line and column
 */
public record SyncPlan(String kubernetes, List<ReleasePlan> releases, List<String> problems) {
  public SyncPlan {
    releases = List.copyOf(releases);
    problems = List.copyOf(problems);
  }

  /** How many releases would change. */
  public int changes() {
    return (int) releases.stream().filter(ReleasePlan::isChange).count();
  }

  /** How many releases cannot be planned, and how many mistakes there are in declarations. */
  public int errors() {
    return problems.size()
        + (int) releases.stream().filter(release -> !release.error().isEmpty()).count();
  }

  /** In one line. */
  public String summary() {
    return counted(releases.size(), "release")
        + ", "
        + changes()
        + " with changes, "
        + counted(errors(), "error");
  }

  static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
