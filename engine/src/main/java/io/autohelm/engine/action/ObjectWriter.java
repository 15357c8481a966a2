package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings the objects of a release to the cluster and takes away those that it contains no more. */
final class ObjectWriter {
  private final Cluster cluster;
  private final ActionListener listener;

  /** How the cluster gave back what was written. */
  private final Map<KubeObject.Id, KubeObject> answers = new ConcurrentHashMap<>();

  /** What was met and is still to be told, in order. */
  private final Set<KubeObject.Id> strangers = ConcurrentHashMap.newKeySet();

  ObjectWriter(ActionContext context) {
    this.cluster = context.cluster();
    this.listener = context.listener();
  }

  /**
   * How objects that exist are changed.
   *
   * @param adoptFields whether server-side apply takes over first what {@code helm} had set by
   *     client-side apply
   * @param threeWays whether custom objects too are merged of what was, is and shall be; otherwise
   *     of what was and shall be
   * @param noteCreated whether it matters which objects were made
   */
  record Options(
      boolean serverSide,
      boolean forceConflicts,
      boolean forceReplace,
      boolean adoptFields,
      boolean threeWays,
      boolean noteCreated) {
    void check() {
      String problem = null;
      if (!serverSide && forceConflicts) {
        problem =
            "invalid client update option(s): forceConflicts enabled when serverSideApply disabled";
      } else if (forceConflicts && forceReplace) {
        problem = "invalid operation: cannot use force conflicts and force replace together";
      } else if (serverSide && forceReplace) {
        problem = "invalid operation: cannot use server-side apply and force replace together";
      }
      if (problem != null) {
        throw new ActionException(problem);
      }
    }
  }

  /** What became of one object. */
  private record Outcome(@Nullable ClusterException failure, boolean wasNew) {
    static final Outcome DONE = new Outcome(null, false);
  }

  /**
   * Makes objects that do not exist yet: kind after kind, and on after a failure, so that one
   * mistake does not hide the next.
   *
   * @throws ClusterException with all failures, a line each
   */
  void create(List<KubeObject> objects, boolean serverSide) {
    List<ClusterException> failures = new ArrayList<>();
    for (List<KubeObject> alike : KindRuns.of(objects)) {
      for (Outcome outcome : cluster.each(alike, object -> created(object, serverSide))) {
        if (outcome.failure != null) {
          failures.add(outcome.failure);
        }
      }
    }
    throwAll(failures, "\n");
  }

  private Outcome created(KubeObject object, boolean serverSide) {
    try {
      note(serverSide ? cluster.apply(object, Cluster.ApplyMode.POLITE) : cluster.create(object));
      return Outcome.DONE;
    } catch (ClusterException e) {
      return failed(e, true);
    }
  }

  private void note(KubeObject answer) {
    answers.put(answer.id(), answer);
  }

  /**
   * The objects as the cluster gave them back, where it did: nobody needs to ask for them again.
   */
  List<KubeObject> asWritten(List<KubeObject> objects) {
    return objects.stream().map(object -> answers.getOrDefault(object.id(), object)).toList();
  }

  /** Nothing more is tried where the cluster does not answer. */
  private static Outcome failed(ClusterException failure, boolean wasNew) {
    if (failure.reason() == ClusterException.Reason.UNREACHABLE) {
      throw failure;
    }
    return new Outcome(failure, wasNew);
  }

  /**
   * Makes or changes the objects of {@code target}. After a change that fails the others are made
   * all the same; after an object that cannot be made nothing more is done.
   *
   * @param before as they were written
   * @param created takes the objects that did not exist, where that is to be noted
   * @throws ClusterException with all failures
   */
  void write(
      List<KubeObject> before, List<KubeObject> target, Options options, List<KubeObject> created) {
    options.check();
    Map<KubeObject.Id, KubeObject> originals = new LinkedHashMap<>();
    before.forEach(object -> originals.putIfAbsent(object.id(), object));
    List<ClusterException> failures = new ArrayList<>();
    for (List<KubeObject> alike : KindRuns.of(target)) {
      List<Outcome> outcomes =
          cluster.each(alike, object -> written(object, originals.get(object.id()), options));
      alike.stream().filter(object -> strangers.remove(object.id())).forEach(this::warnOfStranger);
      for (int i = 0; i < alike.size(); i++) {
        Outcome outcome = outcomes.get(i);
        if (outcome.wasNew) {
          created.add(alike.get(i));
        }
        if (outcome.failure != null && !outcome.wasNew) {
          failures.add(outcome.failure);
        }
      }
      for (Outcome outcome : outcomes) {
        if (outcome.failure != null && outcome.wasNew) {
          throw new ClusterException(
              outcome.failure.reason(),
              "failed to create resource: " + outcome.failure.getMessage(),
              outcome.failure);
        }
      }
    }
    throwAll(failures, " && ");
  }

  private Outcome written(KubeObject object, @Nullable KubeObject original, Options options) {
    return options.serverSide
        ? applied(object, original, options)
        : patched(object, original, options);
  }

  private Outcome applied(KubeObject object, @Nullable KubeObject original, Options options) {
    boolean isStrange = original == null && options.adoptFields;
    boolean isAsked = options.noteCreated || isStrange;
    boolean isThere = isAsked && cluster.get(object).isPresent();
    boolean isNew = isAsked && !isThere;
    if (isThere && original == null) {
      strangers.add(object.id());
    }
    try {
      if (options.adoptFields && !isNew) {
        cluster.adoptClientSideFields(original == null ? object : original);
      }
      note(
          cluster.apply(
              object, options.forceConflicts ? Cluster.ApplyMode.FORCE : Cluster.ApplyMode.POLITE));
      return new Outcome(null, isNew);
    } catch (ClusterException e) {
      return failed(e, isNew || cluster.get(object).isEmpty());
    }
  }

  private Outcome patched(KubeObject object, @Nullable KubeObject original, Options options) {
    Optional<KubeObject> live = cluster.get(object);
    if (live.isEmpty()) {
      Outcome outcome = created(object, false);
      return new Outcome(outcome.failure, true);
    }
    if (original == null) {
      strangers.add(object.id());
    }
    try {
      if (options.forceReplace) {
        note(cluster.replace(object));
      } else {
        note(live.get());
        ClientSidePatch.of(
                original == null ? live.get() : original, object, live.get(), options.threeWays)
            .ifPresent(patch -> note(cluster.patch(object, patch.kind(), patch.body())));
      }
      return Outcome.DONE;
    } catch (ClusterException e) {
      return failed(
          new ClusterException(
              e.reason(),
              (options.forceReplace
                      ? "failed to replace object: "
                      : "cannot patch \"" + object.name() + "\" with kind " + object.kind() + ": ")
                  + e.getMessage(),
              e),
          false);
    }
  }

  private void warnOfStranger(KubeObject object) {
    listener.warning(
        "resource exists on cluster but not in original release, using cluster state as baseline",
        details(object));
  }

  private static Map<String, String> details(KubeObject object) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("namespace", object.namespace());
    details.put("name", object.name());
    details.put("kind", object.kind());
    return details;
  }

  /** Deletes what was before and is not to be any more, but for what must be kept. */
  void removeLeft(List<KubeObject> before, List<KubeObject> target) {
    List<KubeObject.Id> kept = target.stream().map(KubeObject::id).toList();
    // What has no name was never made.
    List<KubeObject> left =
        before.stream()
            .filter(object -> !object.name().isEmpty() && !kept.contains(object.id()))
            .toList();
    List<ClusterException> failures = new ArrayList<>();
    for (List<KubeObject> alike : KindRuns.of(left)) {
      for (Outcome outcome : cluster.each(alike, this::removed)) {
        if (outcome.failure != null) {
          failures.add(outcome.failure);
        }
      }
    }
    throwAll(failures, " && ");
  }

  private Outcome removed(KubeObject object) {
    try {
      Optional<KubeObject> live = cluster.get(object);
      if (live.isPresent() && !live.get().isKept()) {
        cluster.delete(object);
      }
      return Outcome.DONE;
    } catch (ClusterException e) {
      return failed(
          new ClusterException(
              e.reason(),
              "failed to delete resource namespace="
                  + object.namespace()
                  + ", name="
                  + object.name()
                  + ", kind="
                  + object.kind()
                  + ": "
                  + e.getMessage(),
              e),
          false);
    }
  }

  /**
   * Deletes objects in their order, on after a failure.
   *
   * @return the failures
   */
  List<ClusterException> delete(List<KubeObject> objects, Cluster.Propagation propagation) {
    List<ClusterException> failures = new ArrayList<>();
    for (List<KubeObject> alike : KindRuns.of(objects)) {
      for (Outcome outcome : cluster.each(alike, object -> deleted(object, propagation))) {
        if (outcome.failure != null) {
          failures.add(outcome.failure);
        }
      }
    }
    return failures;
  }

  private Outcome deleted(KubeObject object, Cluster.Propagation propagation) {
    try {
      cluster.delete(object, propagation);
      return Outcome.DONE;
    } catch (ClusterException e) {
      return failed(e, false);
    }
  }

  private static void throwAll(List<ClusterException> failures, String between) {
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      ClusterException all =
          new ClusterException(
              failures.get(0).reason(),
              joined(failures, between),
              failures.stream().flatMap(failure -> failure.conflicts().stream()).toList());
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }

  static String joined(List<? extends RuntimeException> failures, String between) {
    return failures.stream()
        .map(failure -> String.valueOf(failure.getMessage()))
        .collect(Collectors.joining(between));
  }
}
