package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** What becomes of the objects that belong to a deleted one. */
  enum Propagation {
    /** They go after it. */
    BACKGROUND("Background"),
    /** They go before it. */
    FOREGROUND("Foreground"),
    /** They stay. */
    ORPHAN("Orphan");

    private final String text;

    Propagation(String text) {
      this.text = text;
    }

    /** The word of Kubernetes for it. */
    public String text() {
      return text;
    }
  }

  /** How the server reads a patch. */
  enum PatchKind {
    /** Lists of known kinds are merged by their keys; for Kubernetes' own kinds alone. */
    STRATEGIC,
    /** Tables are merged, lists replaced. */
    MERGE
  }

  /** What the cluster can do; asked once and kept until {@link #forgetDiscovery}. */
  Capabilities capabilities();

  /** Makes the next call ask anew which kinds there are, for example after a CRD was made. */
  void forgetDiscovery();

  /**
   * The object with the namespace in which it lives: its own, else {@code namespace}. For a kind
   * that has no namespaces it is none, whatever the object says: as for Helm that is passed over.
   *
   * @throws ClusterException with reason UNKNOWN_KIND
   */
  KubeObject placed(KubeObject object, String namespace);

  /**
   * An object that was written once, placed, in a version of its kind that the cluster serves now;
   * empty where it serves none, so that there can be no such object.
   */
  default Optional<KubeObject> placedAsServed(KubeObject object, String namespace) {
    try {
      return Optional.of(placed(object, namespace));
    } catch (ClusterException e) {
      if (e.reason() == ClusterException.Reason.UNKNOWN_KIND) {
        return Optional.empty();
      }
      throw e;
    }
  }

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
   * Makes the object, in the name of the field manager {@code helm}; gives it as stored. An object
   * with {@code generateName} alone is named by the server.
   *
   * @throws ClusterException with reason EXISTS where there is one of that name
   */
  KubeObject create(KubeObject object);

  /** Puts the object in the place of the one that exists; gives it as stored. */
  KubeObject replace(KubeObject object);

  /**
   * Patches the object that exists, in the name of the field manager {@code helm}; gives it as
   * stored.
   *
   * @param object whose name is what counts
   */
  KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch);

  /**
   * Hands the fields that {@code helm} set by client-side apply, as Helm 3 does, to its server-side
   * apply, so that the next apply removes those that it does not name. Nothing happens where there
   * are none, or no such object.
   */
  void adoptClientSideFields(KubeObject object);

  /** Deletes; false where there was nothing. */
  boolean delete(KubeObject object, Propagation propagation);

  /** Deletes in the background; false where there was nothing. */
  default boolean delete(KubeObject object) {
    return delete(object, Propagation.BACKGROUND);
  }

  /**
   * What the containers of a Pod, or of all Pods of a Job, have printed; nothing for other kinds
   * and where there is no Pod. In the order of Pods and containers.
   *
   * @param initContainers whether those that run first are asked too
   */
  List<PodLog> logs(KubeObject object, boolean initContainers);

  /** Makes the namespace unless it exists. */
  void createNamespace(String name);

  /**
   * How many objects there are of the kind that a CustomResourceDefinition defines.
   *
   * @param definition as it is in the cluster
   * @return -1 where that cannot be learned
   */
  default long countCustom(KubeObject definition) {
    return -1;
  }

  /**
   * Waits until all objects are ready.
   *
   * @param objects best as {@link #apply} gave them back: what is known is not asked for again
   * @throws ClusterException with reason FAILED when one cannot become ready any more, TIMEOUT when
   *     time is up, CANCELLED when somebody ended the wait; the message names what keeps each
   *     object back, and {@link ClusterException#failure} the first of these reasons
   */
  void awaitReady(List<KubeObject> objects, Patience patience);

  /** Waits until none of the objects exists any more. */
  void awaitGone(List<KubeObject> objects, Patience patience);

  /**
   * Waits until a hook's object has run: a Job complete, a Pod succeeded; anything else merely
   * exists.
   *
   * @param object as {@link #apply} gave it back: what becomes of it is followed from there on,
   *     even where it is removed as soon as it has ended
   */
  void awaitHook(KubeObject object, Patience patience);

  /** As {@link #awaitGone(List, Patience)}, with the standard patience. */
  default void awaitGone(List<KubeObject> objects, Duration timeout) {
    awaitGone(objects, Patience.of(timeout));
  }
}
