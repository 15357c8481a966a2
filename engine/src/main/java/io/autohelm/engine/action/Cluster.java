package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What actions need of a Kubernetes cluster. Every method may throw {@link ClusterException} and is
 * safe for use by many threads.
 */
public interface Cluster {

  /** How an apply is done. */
  enum ApplyMode {
    /** A field that another manager owns is a conflict. */
    POLITE(false, false),
    /** Fields of other managers are taken over: what Git says holds. */
    FORCE(true, false),
    /** As {@link #FORCE}, but nothing is stored: what would become of the object. */
    DRY_RUN(true, true);

    private final boolean force;
    private final boolean dryRun;

    ApplyMode(boolean force, boolean dryRun) {
      this.force = force;
      this.dryRun = dryRun;
    }

    public boolean isForced() {
      return force;
    }

    public boolean isDryRun() {
      return dryRun;
    }
  }

  /** What the cluster can do; asked once and kept until {@link #forgetDiscovery}. */
  Capabilities capabilities();

  /** Makes the next call ask anew which kinds there are, for example after a CRD was made. */
  void forgetDiscovery();

  /**
   * The object with the namespace in which it lives: its own, else {@code namespace}, else none for
   * a kind that has no namespaces.
   *
   * @throws ClusterException with reason UNKNOWN_KIND
   */
  KubeObject placed(KubeObject object, String namespace);

  /**
   * Does the same for each of some objects whose order does not matter, several at once where the
   * cluster can.
   *
   * @param work must not call this method again
   * @return the results in the order of the items
   * @throws ClusterException the first failure, with the number of others
   */
  default <T, R> List<R> each(List<T> items, Function<? super T, ? extends R> work) {
    List<R> results = new ArrayList<>();
    for (T item : items) {
      results.add(work.apply(item));
    }
    return results;
  }

  /** The object as it is in the cluster, found by kind, namespace and name. */
  Optional<KubeObject> get(KubeObject object);

  /**
   * Server-side apply by the field manager {@code helm}; gives the object as stored, or as it would
   * be stored.
   */
  KubeObject apply(KubeObject object, ApplyMode mode);

  /**
   * Hands the fields that {@code helm} set by client-side apply, as Helm 3 does, to its server-side
   * apply, so that the next apply removes those that it does not name. Nothing happens where there
   * are none, or no such object.
   */
  void adoptClientSideFields(KubeObject object);

  /** Deletes in the background; false where there was nothing. */
  boolean delete(KubeObject object);

  /** Makes the namespace unless it exists. */
  void createNamespace(String name);

  /** Waits until all objects are ready. */
  void awaitReady(List<KubeObject> objects, boolean includingJobs, Duration timeout);

  /** Waits until none of the objects exists any more. */
  void awaitGone(List<KubeObject> objects, Duration timeout);

  /**
   * Waits until a hook's object has run: a Job complete, a Pod succeeded; anything else merely
   * exists.
   */
  void awaitHook(KubeObject object, Duration timeout);
}
