package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which release is looked at next: the most urgent; among those equally urgent the sources take
 * turns, and within a source it is first come, first served. What is routine gets a turn from time
 * to time even while urgent work never ends. Not safe for several threads.
 */
final class WorkQueue {
  /** After so many that were more urgent, one of the least urgent has its turn. */
  private static final int PATIENCE = 10;

  /** Why a release is to be looked at, the most urgent first. */
  enum Urgency {
    /** A person asked for it. */
    ASKED,
    /** Its declaration has changed, somebody has changed its objects, or it need not wait now. */
    CHANGED,
    /** There is a new commit, which may have changed its chart or values. */
    COMMITTED,
    /** Its time has come. */
    ROUTINE
  }

  private record Place(Urgency urgency, String source) {}

  private final Map<Urgency, Map<String, Deque<ReleaseId>>> waiting = new EnumMap<>(Urgency.class);
  private final Map<ReleaseId, Place> places = new HashMap<>();
  private int passedOver;

  WorkQueue() {
    for (Urgency urgency : Urgency.values()) {
      waiting.put(urgency, new LinkedHashMap<>());
    }
  }

  /** One that waits already keeps its place, or gets a better one. */
  void add(ReleaseId id, String source, Urgency urgency) {
    Place known = places.get(id);
    if (known != null) {
      if (known.urgency().compareTo(urgency) <= 0) {
        return;
      }
      remove(id, known);
    }
    places.put(id, new Place(urgency, source));
    of(urgency).computeIfAbsent(source, name -> new ArrayDeque<>()).add(id);
  }

  /** Takes the next. */
  Optional<ReleaseId> poll() {
    Urgency least = least();
    for (Urgency urgency : Urgency.values()) {
      Map<String, Deque<ReleaseId>> sources = of(urgency);
      boolean isPassed = urgency != least && passedOver >= PATIENCE;
      if (!sources.isEmpty() && !isPassed) {
        passedOver = urgency == least ? 0 : passedOver + 1;
        Map.Entry<String, Deque<ReleaseId>> first = sources.entrySet().iterator().next();
        String source = first.getKey();
        Deque<ReleaseId> line = first.getValue();
        sources.remove(source);
        ReleaseId id = line.remove();
        if (!line.isEmpty()) {
          sources.put(source, line); // behind the other sources
        }
        places.remove(id);
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  /** How many wait. */
  int size() {
    return places.size();
  }

  private Urgency least() {
    Urgency least = Urgency.ASKED;
    for (Urgency urgency : Urgency.values()) {
      least = of(urgency).isEmpty() ? least : urgency;
    }
    return least;
  }

  private Map<String, Deque<ReleaseId>> of(Urgency urgency) {
    return waiting.computeIfAbsent(urgency, key -> new LinkedHashMap<>());
  }

  private void remove(ReleaseId id, Place place) {
    Deque<ReleaseId> line = of(place.urgency()).get(place.source());
    if (line != null) {
      line.remove(id);
      if (line.isEmpty()) {
        of(place.urgency()).remove(place.source());
      }
    }
  }
}
