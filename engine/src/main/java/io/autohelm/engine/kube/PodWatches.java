package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The pods of some workloads, by one watch for each of their namespaces. */
final class PodWatches implements AutoCloseable {
  /** How long a message waits for the first list of pods. */
  private static final Duration FIRST_LIST = Duration.ofSeconds(2);

  private final KubeWatches watches;
  private final Discovery discovery;
  private final Map<String, Pods> byNamespace = new HashMap<>();
  private boolean isClosed;

  /** The pods of one namespace. */
  private static final class Pods implements ObjectWatches.Listener {
    final Map<String, KubeObject> byName = new ConcurrentHashMap<>();
    final CountDownLatch isListed = new CountDownLatch(1);

    @Override
    public void listed(List<KubeObject> objects) {
      byName.clear();
      objects.forEach(pod -> byName.put(pod.name(), pod));
      isListed.countDown();
    }

    @Override
    public void changed(KubeObject object) {
      byName.put(object.name(), object);
    }

    @Override
    public void gone(KubeObject object) {
      byName.remove(object.name());
    }

    @Override
    public void up() {}

    @Override
    public void down(ClusterException reason) {
      isListed.countDown(); // perhaps nobody may see the pods: then there is nothing to tell
    }
  }

  private final Map<String, ObjectWatches.Watch> open = new HashMap<>();

  PodWatches(KubeWatches watches, Discovery discovery) {
    this.watches = watches;
    this.discovery = discovery;
  }

  /**
   * Begins to watch the pods of the workloads, where that is not done yet.
   *
   * @param isPatient whether to wait for the first list
   */
  void follow(List<KubeObject> objects, boolean isPatient) {
    Map<String, List<KubeObject>> workloads = new HashMap<>();
    for (KubeObject object : objects) {
      if (Workloads.hasPods(object)) {
        workloads.computeIfAbsent(object.namespace(), key -> new ArrayList<>()).add(object);
      }
    }
    workloads.forEach(
        (namespace, members) -> {
          Pods pods = opened(namespace, members);
          if (isPatient) {
            await(pods);
          }
        });
  }

  private synchronized Pods opened(String namespace, List<KubeObject> workloads) {
    Pods known = byNamespace.get(namespace);
    if (known != null || isClosed || discovery.kind("v1", "Pod").isEmpty()) {
      return known == null ? new Pods() : known;
    }
    Pods pods = new Pods();
    byNamespace.put(namespace, pods);
    open.put(
        namespace,
        watches.open(
            new ObjectWatches.Target("v1", "Pod", namespace),
            KubeWatch.Selection.whole(Workloads.sharedSelector(workloads), ""),
            pods));
    return pods;
  }

  private static void await(Pods pods) {
    try {
      if (!pods.isListed.await(FIRST_LIST.toMillis(), TimeUnit.MILLISECONDS)) {
        return; // the message goes out without them
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The pods that are known in the namespace. */
  synchronized List<KubeObject> of(String namespace) {
    Pods pods = byNamespace.get(namespace);
    return pods == null ? List.of() : List.copyOf(pods.byName.values());
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    open.values().forEach(ObjectWatches.Watch::close);
  }
}
