package io.autohelm.sandbox.controllers;

import io.autohelm.sandbox.api.Operations;
import io.autohelm.sandbox.kinds.ResourceTypes;
import io.autohelm.sandbox.store.Change;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every object of interest a little after it was written, and brings its status on its
 * way. One thread; looking twice does no harm.
 */
public final class Controllers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);

  /** Brings one object on its way, if it still exists and there is anything to do. */
  interface Controller {
    void look(String namespace, String name);
  }

  private record Item(String bucket, String namespace, String name) {}

  private final ScheduledExecutorService thread;
  private final Map<String, Controller> controllers;
  private final Map<Item, Boolean> waiting = new ConcurrentHashMap<>();
  private final Duration delay;
  private final AutoCloseable subscription;

  private Controllers(ObjectStore store, Map<String, Controller> controllers, Duration delay) {
    this.controllers = controllers;
    this.delay = delay;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread created = new Thread(work, "sandbox-controllers");
              created.setDaemon(true);
              return created;
            });
    this.subscription = store.listen(this::heard);
  }

  /** Starts to work on these objects, each the delay after a write. */
  public static Controllers start(
      ObjectStore store, ResourceTypes types, Operations operations, Clock clock, Duration delay) {
    Cluster cluster = new Cluster(store, types, operations, clock);
    Workloads workloads = new Workloads(cluster);
    Others others = new Others(cluster);
    Map<String, Controller> controllers =
        Map.of(
            "apps/deployments", workloads::deployment,
            "apps/replicasets", workloads::replicaSet,
            "apps/statefulsets", workloads::statefulSet,
            "apps/daemonsets", workloads::daemonSet,
            "batch/jobs", new Jobs(cluster)::look,
            "/pods", new Pods(cluster)::look,
            "/persistentvolumeclaims", others::claim,
            "/services", others::service,
            "/namespaces", others::namespace,
            "policy/poddisruptionbudgets", others::disruptionBudget);
    return new Controllers(store, controllers, delay);
  }

  private void heard(Change change) {
    if (change.kind() == Change.Kind.DELETED && !change.bucket().equals("/pods")) {
      return;
    }
    if (!controllers.containsKey(change.bucket())) {
      return;
    }
    String namespace = Json.text(change.object(), "metadata", "namespace");
    queue(new Item(change.bucket(), namespace, Json.text(change.object(), "metadata", "name")));
    // A pod's owner counts its pods.
    for (var owner : Json.at(change.object(), "metadata", "ownerReferences")) {
      String bucket =
          switch (Json.text(owner, "kind")) {
            case "ReplicaSet" -> "apps/replicasets";
            case "StatefulSet" -> "apps/statefulsets";
            case "DaemonSet" -> "apps/daemonsets";
            case "Deployment" -> "apps/deployments";
            case "Job" -> "batch/jobs";
            default -> "";
          };
      if (!bucket.isEmpty()) {
        queue(new Item(bucket, namespace, Json.text(owner, "name")));
      }
    }
  }

  private void queue(Item item) {
    if (waiting.putIfAbsent(item, true) == null) {
      try {
        var unused = thread.schedule(() -> look(item), delay.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed: nobody looks at {}", item);
      }
    }
  }

  private void look(Item item) {
    waiting.remove(item);
    Controller controller = controllers.get(item.bucket());
    if (controller == null) {
      return;
    }
    try {
      controller.look(item.namespace(), item.name());
    } catch (ApiFailure e) {
      LOG.debug("{} left as it is: {}", item, e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("the controller of {} failed", item, e);
    }
  }

  @Override
  public void close() {
    try {
      subscription.close();
    } catch (Exception e) {
      throw new IllegalStateException("ending a subscription cannot fail", e);
    }
    thread.shutdownNow();
  }
}
