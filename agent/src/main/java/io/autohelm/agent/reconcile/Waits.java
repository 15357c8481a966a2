package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Dependency;
import io.autohelm.agent.declaration.Dependency.Condition;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Place;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.health.Health;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * For whom releases wait: pure, tested by a table.
 *
 * @param slots what is known of each release
 * @param health how releases do now; one that was not judged counts as ready when it is deployed
 */
record Waits(Map<ReleaseId, Slot> slots, HealthBoard health) {
  private static final int MOST = 5;

  /** Why the release has to wait, one reason for each other release; empty where it need not. */
  List<String> of(DesiredRelease desired, String source) {
    Set<String> reasons = new LinkedHashSet<>();
    for (Dependency dependency : desired.dependencies()) {
      reason(dependency)
          .map(why -> isDeclared(dependency) ? why : why + where(desired, dependency.place()))
          .ifPresent(why -> reasons.add(dependency.id() + ": " + why));
    }
    Map<ReleaseId, Slot> earlier = new TreeMap<>();
    slots.forEach(
        (id, slot) -> {
          if (isBefore(slot, desired, source)) {
            earlier.put(id, slot);
          }
        });
    earlier.forEach(
        (id, slot) ->
            reason(Dependency.on(id))
                .ifPresent(why -> reasons.add(id + " of wave " + wave(slot) + ": " + why)));
    List<String> all = new ArrayList<>(reasons);
    return all.size() <= MOST
        ? all
        : List.of(
            String.join("; ", all.subList(0, MOST)), "and " + (all.size() - MOST) + " others");
  }

  private boolean isDeclared(Dependency dependency) {
    Slot slot = slots.get(dependency.id());
    return slot != null && slot.desired != null;
  }

  /** What is declared nowhere is misspelt, as a rule: where, its author wants to know. */
  private static String where(DesiredRelease desired, Place place) {
    return place.line() > 0 ? " (" + desired.at(place) + ")" : "";
  }

  private Optional<String> reason(Dependency dependency) {
    Slot slot = slots.get(dependency.id());
    if (slot == null || slot.desired == null) {
      return Optional.of("no source declares it");
    }
    if (!slot.removeFor.isEmpty()) {
      return Optional.of("it left source " + slot.removeFor);
    }
    if (!slot.isDeployed) {
      return Optional.of("not deployed" + (slot.why.isEmpty() ? " yet" : ", " + slot.why));
    }
    if (!dependency.allows(slot.chartVersion)) {
      return Optional.of(
          "its chart is of version "
              + slot.chartVersion
              + ", but "
              + dependency.version()
              + " is needed");
    }
    return dependency.condition() == Condition.READY
        ? health.of(dependency.id()).filter(Waits::isNotReady).map(Waits::told)
        : Optional.empty();
  }

  private static boolean isNotReady(Health health) {
    return health.level() != Health.Level.READY && health.level() != Health.Level.SUSPENDED;
  }

  private static String told(Health health) {
    return "deployed, but not ready" + (health.reason().isEmpty() ? "" : ": " + health.reason());
  }

  /** Whether a release of the same source comes in a lower wave. */
  private static boolean isBefore(Slot slot, DesiredRelease desired, String source) {
    return slot.desired != null
        && wave(slot) < desired.terms().wave()
        && slot.removeFor.isEmpty()
        && slot.source().equals(source);
  }

  private static int wave(Slot slot) {
    return slot.desired == null ? 0 : slot.desired.terms().wave();
  }

  /** Whether a release that is on its way out waits for another one that goes first. */
  boolean isNeeded(ReleaseId id) {
    Slot own = slots.get(id);
    for (Map.Entry<ReleaseId, Slot> entry : slots.entrySet()) {
      Slot other = entry.getValue();
      if (!entry.getKey().equals(id) && !other.removeFor.isEmpty() && other.desired != null) {
        boolean isLater =
            own != null && own.removeFor.equals(other.removeFor) && wave(own) < wave(other);
        if (isLater || other.desired.dependsOn().contains(id)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Those that may have waited for the release. */
  List<ReleaseId> waiting(ReleaseId id) {
    Slot own = slots.get(id);
    List<ReleaseId> waiting = new ArrayList<>();
    slots.forEach(
        (other, slot) -> {
          if (slot.desired != null
              && (slot.desired.dependsOn().contains(id)
                  || (own != null && isBefore(own, slot.desired, slot.source())))) {
            waiting.add(other);
          }
        });
    return waiting;
  }

  /** Those of them that are not deployed as declared. */
  List<ReleaseId> undeployed(ReleaseId id) {
    return waiting(id).stream()
        .filter(
            other -> {
              Slot slot = slots.get(other);
              return slot != null && !slot.isDeployed;
            })
        .toList();
  }

  /** Those that wait for somebody's consent. */
  List<ReleaseId> asking() {
    return slots.entrySet().stream()
        .filter(entry -> entry.getValue().isAsking)
        .map(Map.Entry::getKey)
        .toList();
  }
}
