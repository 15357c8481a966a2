package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionPolicy;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Helm's options for how objects are written. */
final class ApplyOptions {
  @Option(names = "--force-replace", description = "Replace objects as a whole")
  private boolean forceReplace;

  @Option(names = "--force", hidden = true)
  private boolean force;

  @Option(
      names = "--force-conflicts",
      description = "Take over fields that other field managers own")
  private boolean forceConflicts;

  @Option(names = "--wait-for-jobs", description = "Where --wait is given, wait for Jobs too")
  private boolean waitForJobs;

  ActionPolicy.Builder over(ActionPolicy.Builder policy) {
    if (force) {
      HelmOutput.error("Flag --force has been deprecated, use --force-replace instead\n");
    }
    List<String> groups = new ArrayList<>();
    if (forceReplace && forceConflicts) {
      groups.add("force-replace");
    }
    if (force && forceConflicts) {
      groups.add("force");
    }
    if (!groups.isEmpty()) {
      String other = groups.get(groups.size() - 1);
      throw new CommandException(
          1,
          "if any flags in the group ["
              + other
              + " force-conflicts] are set none of the others can be; "
              + (other.equals("force")
                  ? "[force force-conflicts]"
                  : "[force-conflicts " + other + "]")
              + " were all set");
    }
    return policy
        .forceReplace(forceReplace || force)
        .forceConflicts(forceConflicts)
        .waitForJobs(waitForJobs);
  }
}
