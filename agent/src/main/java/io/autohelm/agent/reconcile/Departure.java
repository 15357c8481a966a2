package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Releases that leave a source together: pure, tested by a table.
 *
 * @param total how many releases the source had
 * @param emptied the files of sets from which some of them came, and which yield nothing now
 */
record Departure(
    String source, SortedSet<ReleaseId> leaving, int total, SortedSet<String> emptied) {
  /** Where fewer leave, a share says nothing: one of two is a half, and everyday work. */
  private static final int FEW = 3;

  private static final int MOST_NAMED = 20;

  Departure {
    leaving = new TreeSet<>(leaving);
    emptied = new TreeSet<>(emptied);
  }

  String digest() {
    return Digests.departure(source, leaving);
  }

  /** Why nothing of it is uninstalled without asking; empty where it may be. */
  Optional<String> excess(Limits limits) {
    int count = leaving.size();
    if (count == 0) {
      return Optional.empty();
    }
    if (count >= total && !limits.allowEmpty()) {
      return Optional.of("source " + source + " declares nothing any more");
    }
    if (!emptied.isEmpty() && !limits.allowEmpty()) {
      return Optional.of("the ReleaseSet of " + emptied.first() + " yields nothing any more");
    }
    if (count > limits.maxDeletions()) {
      return Optional.of(
          count + " releases left source " + source + ", more than " + limits.maxDeletions());
    }
    if (count >= FEW && (long) count * 100 > (long) limits.maxDeletionShare() * total) {
      return Optional.of(
          count
              + " of "
              + total
              + " releases left source "
              + source
              + ", more than "
              + limits.maxDeletionShare()
              + "%");
    }
    return Optional.empty();
  }

  /** What people read who are to decide. */
  String told(String excess) {
    List<ReleaseId> named = leaving.stream().limit(MOST_NAMED).toList();
    return excess
        + ": nothing is uninstalled before somebody consents to "
        + digest()
        + "; it would be "
        + named.stream().map(ReleaseId::toString).collect(Collectors.joining(", "))
        + (leaving.size() > MOST_NAMED ? " and " + (leaving.size() - MOST_NAMED) + " others" : "");
  }
}
