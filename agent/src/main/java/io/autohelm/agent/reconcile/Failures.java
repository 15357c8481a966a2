package io.autohelm.agent.reconcile;

import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something failed that was made of the same inputs. The history tells it; a label on the
 * revision that undid a failure tells what is not in the history any more.
 */
final class Failures {
  /** In the description of what was uninstalled because it failed. */
  static final String UNDONE = "Undone";

  /** In the description of a revision whose tests failed. */
  static final String TESTS = "Tests failed";

  private static final String LABEL = "autohelm.io/failed";

  /** Inputs, how often, and the revision that bears the label, for Helm hands labels on. */
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{40})\\.(\\d+)\\.(\\d+)");

  private Failures() {}

  /** The failures of these inputs up to the newest revision; 0 where another came between. */
  static int of(List<Release> history, Inputs inputs) {
    int failures = 0;
    for (int i = history.size() - 1; i >= 0; i--) {
      Release revision = history.get(i);
      Matcher label = TEXT.matcher(revision.labels().getOrDefault(LABEL, ""));
      if (label.matches()
          && label.group(1).equals(inputs.digest())
          && label.group(3).equals(Integer.toString(revision.revision()))) {
        return failures + Integer.parseInt(label.group(2));
      }
      if (isFailure(revision, inputs)) {
        failures += Decider.isInterrupted(revision.info().description()) ? 0 : 1;
      } else if (revision.info().rollbackRevision() == 0) {
        break;
      }
    }
    return failures;
  }

  private static boolean isFailure(Release revision, Inputs inputs) {
    boolean isUndone =
        revision.status() == ReleaseStatus.UNINSTALLED
            && revision.info().description().startsWith(UNDONE);
    return inputs.made(revision) && (revision.status() == ReleaseStatus.FAILED || isUndone);
  }

  /** What went wrong the last time with these inputs; empty where the history does not tell it. */
  static String why(List<Release> history, Inputs inputs) {
    for (int i = history.size() - 1; i >= 0; i--) {
      if (isFailure(history.get(i), inputs)) {
        return history.get(i).info().description();
      }
    }
    return "";
  }

  /** The labels of the revision that undid the failures. */
  static Map<String, String> labels(Release undoing, Inputs inputs, int failures) {
    Map<String, String> labels = new TreeMap<>(undoing.labels());
    labels.put(LABEL, inputs.digest() + "." + failures + "." + undoing.revision());
    return labels;
  }
}
