package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.Relations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Refuses what would wait for itself over the releases of several sources. The state of a source
 * that came first stays; in the one that closes the circle the files in question count as broken,
 * until another source opens it.
 */
final class Circles {
  /** What was refused in part, as it came. */
  private final Map<String, Snapshot> refused = new TreeMap<>();

  private final Map<String, List<Problem>> problems = new TreeMap<>();

  /** The state without the releases that close a circle. */
  Snapshot opened(Snapshot snapshot, Collection<Snapshot> all) {
    Declared declared = snapshot.declared();
    List<List<DesiredRelease>> sources = new ArrayList<>();
    sources.add(declared.releases());
    all.stream()
        .filter(other -> !other.source().equals(snapshot.source()))
        .forEach(other -> sources.add(other.declared().releases()));
    List<Problem> found = Relations.OF_ONE_SOURCE.cycles(declared.releases(), sources);
    if (found.isEmpty()) {
      refused.remove(snapshot.source());
      problems.remove(snapshot.source());
      return snapshot;
    }
    refused.put(snapshot.source(), snapshot);
    problems.put(snapshot.source(), found);
    return snapshot.with(declared.without(found));
  }

  /** The states of other sources that were refused and close no circle any more. */
  List<Snapshot> mended(String source, Collection<Snapshot> all) {
    List<Snapshot> mended = new ArrayList<>();
    for (Snapshot waiting : List.copyOf(refused.values())) {
      if (!waiting.source().equals(source)) {
        opened(waiting, all);
        if (!refused.containsKey(waiting.source())) {
          mended.add(waiting);
        }
      }
    }
    return mended;
  }

  /** What is refused of a source now. */
  List<Problem> problems(String source) {
    return problems.getOrDefault(source, List.of());
  }
}
