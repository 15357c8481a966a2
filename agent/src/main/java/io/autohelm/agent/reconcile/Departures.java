package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.action.ClusterException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the releases that left their sources may go. What may go once may go to the end, also
 * where its number would not be allowed any more.
 */
final class Departures {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  private final Map<ReleaseId, Slot> slots;
  private final Rules rules;
  private final OrderBook book;
  private final Clock clock;

  /** Why those of a source that may not go are kept. */
  private final Map<String, String> frozen = new HashMap<>();

  /** The departures that somebody agreed to, each of whose members is noted by itself. */
  private final Set<String> noted = new HashSet<>();

  Departures(Map<ReleaseId, Slot> slots, Rules rules, OrderBook book, Clock clock) {
    this.slots = slots;
    this.rules = rules;
    this.book = book;
    this.clock = clock;
  }

  /**
   * Looks at all that left a source.
   *
   * @param given tells whether somebody agreed to what bears a digest
   * @param emptySets the files of its sets that yield no release
   * @return those that left it
   */
  SortedSet<ReleaseId> judge(String source, Predicate<String> given, Set<String> emptySets) {
    SortedSet<ReleaseId> all = new TreeSet<>();
    SortedSet<ReleaseId> leaving = new TreeSet<>();
    Map<ReleaseId, ReleaseId> moves = moves();
    SortedSet<String> emptied = new TreeSet<>();
    int total = 0;
    for (Map.Entry<ReleaseId, Slot> entry : slots.entrySet()) {
      ReleaseId id = entry.getKey();
      Slot slot = entry.getValue();
      if (slot.removeFor.equals(source)) {
        all.add(id);
        if (moves.containsKey(id)) {
          continue; // it does not go, it is renamed
        }
        slot.mayGo |= given.test(Digests.departure(source, List.of(id)));
        if (!slot.mayGo) {
          leaving.add(id);
          if (slot.desired != null && emptySets.contains(slot.desired.file())) {
            emptied.add(slot.desired.file());
          }
        }
      }
      total += slot.source().equals(source) && (slot.removeFor.isEmpty() || !slot.mayGo) ? 1 : 0;
    }
    Departure departure = new Departure(source, leaving, total, emptied);
    Optional<String> excess = departure.excess(rules.limits(source));
    frozen.remove(source);
    if (excess.isPresent() && !given.test(departure.digest())) {
      frozen.put(source, departure.told(excess.get()));
    } else {
      for (ReleaseId id : leaving) {
        Slot slot = slots.get(id);
        if (slot != null) {
          slot.mayGo = true;
          slot.consented = excess.isPresent() ? departure : null;
        }
      }
    }
    return all;
  }

  /**
   * What becomes of a release that left its source.
   *
   * @param suspension the order that suspends it; null for none
   */
  Removal removal(ReleaseId id, Slot slot, @Nullable Order suspension, Predicate<String> given) {
    String source = slot.removeFor;
    Removal plain = Removal.of(id, source, slot.desired);
    ReleaseId carriedOn = moves().get(id);
    // What is carried on is not changed under its old name: no window has to open for that.
    Decision decision =
        carriedOn != null
            ? plain.decision()
            : new Clearance(suspension, rules.windows(id, source, slot.desired), slot.askedBy, null)
                .over(plain.decision(), clock.instant(), true);
    boolean isFrozen = !slot.mayGo && carriedOn == null && decision.step().isAction();
    // Who agreed that it goes agreed to whatever goes with it.
    boolean isAll = slot.consented != null || given.test(Digests.departure(source, List.of(id)));
    return new Removal(
        id,
        source,
        slot.desired,
        isFrozen
            ? Decision.of(Decision.Step.FROZEN, frozen.getOrDefault(source, "left its source"))
            : decision,
        rules.consents(source, slot.desired, digest -> isAll || given.test(digest)),
        isFrozen ? null : slot.consented,
        carriedOn);
  }

  /** The releases that are carried on under another name, and under which. */
  private Map<ReleaseId, ReleaseId> moves() {
    Map<ReleaseId, ReleaseId> moves = new HashMap<>();
    slots.forEach(
        (id, slot) -> {
          ReleaseId from = slot.desired == null ? null : slot.desired.terms().movedFrom();
          if (from != null && slot.removeFor.isEmpty()) {
            moves.put(from, id);
          }
        });
    return moves;
  }

  /**
   * Notes for each release of a departure by itself that somebody agreed to it: when some are gone,
   * the next process could not tell any more what the consent was about. Asks the cluster.
   *
   * @param departure null where nobody had to agree
   */
  void note(@Nullable Departure departure) {
    if (departure == null) {
      return;
    }
    synchronized (noted) {
      if (!noted.add(departure.digest())) {
        return;
      }
      try {
        Instant now = clock.instant();
        book.write(
            departure.leaving().stream()
                .map(id -> Digests.departure(departure.source(), List.of(id)))
                .map(digest -> Order.consent(digest, "agent", "in " + departure.digest(), now))
                .toList());
      } catch (ClusterException e) {
        LOG.warn("a consent is not kept for the next process: {}", e.getMessage());
      }
    }
  }
}
