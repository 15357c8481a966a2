package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.health.FailFast;
import io.autohelm.engine.health.FailureReason;
import io.autohelm.engine.health.Trouble;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out why objects are not ready: by their own status, their pods, and the warnings about
 * them. It never fails: what may not be read is left out.
 *
 * <p>Costs a watch of pods for each namespace, a list of warnings now and then, and a list of
 * ReplicaSets for a Deployment with pods in trouble.
 */
final class Diagnosis implements AutoCloseable {
  /** A reason that is not seen for so long has gone: when it comes again its grace starts anew. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(20);

  /** The output of so many containers is told, for a message is to be read by people. */
  private static final int MOST_OUTPUTS = 3;

  private record Key(KubeObject.Id object, FailureReason reason) {}

  private record Lasting(long first, long last) {}

  private final FailFast policy;
  private final PodWatches pods;
  private final Warnings warnings;
  private final NewestReplicaSets replicaSets;
  private final PodOutput output;
  private final OldCrashes crashes;
  private final Map<Key, Lasting> lasting = new HashMap<>();
  private final Map<KubeObject.Id, Trouble> main = new HashMap<>();
  private final Map<KubeObject.Id, Trouble> definite = new HashMap<>();
  private final Map<KubeObject.Id, String> outputs = new HashMap<>();

  /** Of a Job that failed, how its pod ended. */
  private final Map<KubeObject.Id, Trouble> ends = new HashMap<>();

  /** Held while requests are sent, so that what was found so far can be read meanwhile. */
  private final Object looking = new Object();

  /** Of an image that is not there a node says now and then only that it backs off. */
  private final Map<String, Trouble> missing = new HashMap<>();

  Diagnosis(KubeHttp http, Discovery discovery, KubeWatches watches, Clock clock, FailFast policy) {
    this.policy = policy;
    this.pods = new PodWatches(watches, discovery);
    this.warnings = new Warnings(http, clock);
    this.replicaSets = new NewestReplicaSets(http);
    this.output = new PodOutput(http);
    this.crashes = new OldCrashes(clock.instant());
  }

  /**
   * Looks once.
   *
   * @param pending what is not ready, as it was seen last
   * @param isLast whether a message is made of it now: then nothing is put off
   */
  void look(List<KubeObject> pending, boolean isLast) {
    synchronized (looking) {
      lookAt(pending, isLast);
    }
  }

  private void lookAt(List<KubeObject> pending, boolean isLast) {
    Map<KubeObject, List<Trouble>> found = new HashMap<>();
    try {
      pods.follow(pending, isLast);
      for (KubeObject object : pending) {
        found.put(object, troubles(object));
      }
      for (KubeObject object : pending) {
        List<Trouble> troubles = found.getOrDefault(object, List.of());
        if (troubles.stream().allMatch(Diagnosis::isVague)) {
          found.put(object, warned(object, troubles, isLast));
        }
      }
    } catch (ClusterException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
    }
    found.forEach(this::keep);
    if (isLast) {
      readOutputs(pending);
    }
  }

  /** What a warning may explain better. */
  private static boolean isVague(Trouble trouble) {
    return trouble.reason() == FailureReason.NOT_READY
        || trouble.reason() == FailureReason.VOLUME_PENDING
        || trouble.reason() == FailureReason.PROGRESS_DEADLINE;
  }

  private List<Trouble> troubles(KubeObject object) {
    List<Trouble> found = new ArrayList<>();
    if (!isSeenByController(object)) {
      return found; // what it says is about the generation before
    }
    Trouble.ofObject(object).ifPresent(found::add);
    if (object.kind().equals("Pod")) {
      Trouble.ofPod(object).forEach(trouble -> found.add(crashes.counted(object, trouble)));
    } else {
      for (KubeObject pod : podsOf(object)) {
        Trouble.ofPod(pod).forEach(trouble -> found.add(crashes.counted(pod, trouble)));
      }
    }
    found.replaceAll(this::asBefore);
    return found;
  }

  private Trouble asBefore(Trouble trouble) {
    String key = trouble.at() + " " + trouble.container();
    if (trouble.reason() == FailureReason.IMAGE_MISSING) {
      missing.put(key, trouble);
    }
    return trouble.reason() == FailureReason.IMAGE_PULL
        ? missing.getOrDefault(key, trouble)
        : trouble;
  }

  private static boolean isSeenByController(KubeObject object) {
    Object observed = Workloads.table(object.tree().get("status")).get("observedGeneration");
    return observed == null || observed.equals(object.metadata().get("generation"));
  }

  private List<KubeObject> podsOf(KubeObject workload) {
    List<KubeObject> owned =
        pods.of(workload.namespace()).stream()
            .filter(pod -> Workloads.mayOwn(workload, pod))
            .toList();
    boolean areInTrouble = owned.stream().anyMatch(pod -> !Trouble.ofPod(pod).isEmpty());
    if (!workload.kind().equals("Deployment") || !areInTrouble) {
      return owned;
    }
    // The pods of the template before this one are on their way out: they must not be blamed.
    return owned.stream().filter(pod -> replicaSets.isOfNewest(workload, pod)).toList();
  }

  private List<Trouble> warned(KubeObject object, List<Trouble> known, boolean isLast) {
    List<Trouble> all = new ArrayList<>(known);
    List<KubeObject> about = new ArrayList<>(List.of(object));
    if (!object.kind().equals("Pod")) {
      about.addAll(podsOf(object));
    }
    all.addAll(warnings.about(object.namespace(), about, isLast));
    return all;
  }

  private synchronized void keep(KubeObject object, List<Trouble> troubles) {
    long now = System.nanoTime();
    KubeObject.Id id = object.id();
    List<Trouble> lastingEnough = new ArrayList<>();
    for (Trouble trouble : troubles) {
      Lasting seen =
          lasting.compute(
              new Key(id, trouble.reason()),
              (key, before) ->
                  before == null || now - before.last() > FORGOTTEN.toNanos()
                      ? new Lasting(now, now)
                      : new Lasting(before.first(), now));
      if (policy.isDefinite(trouble, Duration.ofNanos(now - seen.first()))) {
        lastingEnough.add(trouble);
      }
    }
    worst(lastingEnough)
        .ifPresentOrElse(trouble -> definite.put(id, trouble), () -> definite.remove(id));
    worst(lastingEnough.isEmpty() ? troubles : lastingEnough)
        .ifPresentOrElse(trouble -> main.put(id, trouble), () -> main.remove(id));
    Trouble trouble = main.get(id);
    if (trouble != null && trouble.at().equals(id) && object.kind().equals("Job")) {
      worst(troubles.stream().filter(each -> !each.at().equals(id)).toList())
          .ifPresent(end -> ends.put(id, end));
    }
  }

  /** What explains most: a claim's trouble rather than its pod's, a Job's rather than its pod's. */
  private static Optional<Trouble> worst(List<Trouble> troubles) {
    return troubles.stream()
        .min(
            Comparator.comparingInt((Trouble trouble) -> trouble.at().kind().equals("Job") ? -1 : 0)
                .thenComparingInt(trouble -> isVague(trouble) ? rankOfVague(trouble) : 0)
                .thenComparing(Trouble::reason)
                .thenComparing(trouble -> !trouble.at().kind().equals("PersistentVolumeClaim"))
                .thenComparingLong(trouble -> -trouble.restarts()));
  }

  private static int rankOfVague(Trouble trouble) {
    return switch (trouble.reason()) {
      case VOLUME_PENDING -> 1;
      case NOT_READY -> 2;
      default -> 3;
    };
  }

  private void readOutputs(List<KubeObject> pending) {
    int read = 0;
    for (KubeObject object : pending) {
      Optional<Trouble> trouble = written(object.id());
      if (trouble.isPresent() && read < MOST_OUTPUTS) {
        read++;
        String tail = output.tail(trouble.get());
        synchronized (this) {
          outputs.put(object.id(), tail);
        }
      }
    }
  }

  /** The trouble of which a container's output tells more. */
  private synchronized Optional<Trouble> written(KubeObject.Id object) {
    return Stream.of(main, ends)
        .flatMap(troubles -> Optional.ofNullable(troubles.get(object)).stream())
        .filter(Trouble::hasLog)
        .findFirst();
  }

  /** What waiting on for the object cannot help against. */
  synchronized Optional<Trouble> definite(KubeObject.Id object) {
    return Optional.ofNullable(definite.get(object));
  }

  /** What explains most why the object is not ready. */
  synchronized Optional<Trouble> trouble(KubeObject.Id object) {
    return Optional.ofNullable(main.get(object));
  }

  /**
   * The same in words, with the last output of the container.
   *
   * @param status what the object's status says
   */
  synchronized String text(KubeObject.Id object, String status) {
    Trouble trouble = main.get(object);
    if (trouble == null) {
      return status;
    }
    List<String> parts = new ArrayList<>();
    if (trouble.at().equals(object) && trouble.container().isEmpty()) {
      parts.add(trouble.text()); // says what the status says, and more
    } else {
      parts.add(status);
      parts.add(trouble.described());
    }
    Optional.ofNullable(ends.get(object)).ifPresent(end -> parts.add(end.described()));
    parts.removeIf(String::isEmpty);
    String tail = outputs.getOrDefault(object, "");
    return String.join(": ", parts) + (tail.isEmpty() ? "" : "; its last output: " + tail);
  }

  @Override
  public void close() {
    pods.close();
  }
}
