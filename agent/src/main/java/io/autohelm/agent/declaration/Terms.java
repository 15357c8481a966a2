package io.autohelm.agent.declaration;

import io.autohelm.agent.schedule.Cron;
import io.autohelm.agent.schedule.Windows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a release is acted on: when, after whom, and with whose consent.
 *
 * @param schedule when it is checked without a change in Git; null where its interval says so
 * @param windows when it may be changed
 * @param dependencies the releases that it waits for
 * @param wave within its source it also waits for all releases of lower waves
 * @param approval whether only plans that somebody agreed to are carried out
 * @param approvedPlan the digest of the plan that is agreed to; empty for none
 * @param movedFrom the release whose history it carries on; null for none
 * @param orphan whether its objects stay when its declaration goes
 */
public record Terms(
    @Nullable Cron schedule,
    Windows windows,
    List<Dependency> dependencies,
    int wave,
    boolean approval,
    String approvedPlan,
    @Nullable ReleaseId movedFrom,
    boolean orphan) {
  /** What holds where a declaration says nothing. */
  public static final Terms STANDARD =
      new Terms(null, Windows.NONE, List.of(), 0, false, "", null, false);

  public Terms {
    dependencies = List.copyOf(dependencies);
  }
}
