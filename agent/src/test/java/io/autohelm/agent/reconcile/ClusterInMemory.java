package io.autohelm.agent.reconcile;

import io.autohelm.engine.action.Cancel;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.action.PodLog;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A cluster that keeps what is applied and refuses what it is told to refuse. */
public final class ClusterInMemory implements Cluster {
  private final Map<KubeObject.Id, KubeObject> objects = new ConcurrentHashMap<>();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private volatile String refused = "";
  private volatile String neverReady = "\0";

  /** From now on what says this never becomes ready. */
  void holdBack(String word) {
    neverReady = word;
  }

  /** Comes back when something that never becomes ready is awaited. */
  boolean isSomebodyWaiting() throws InterruptedException {
    return waiting.await(10, TimeUnit.SECONDS);
  }

  /** From now on objects of this name are refused. */
  void refuse(String name) {
    refused = name;
  }

  /** The value of the key {@code a} in each ConfigMap, by name. */
  Map<String, String> said() {
    Map<String, String> said = new TreeMap<>();
    objects.forEach((id, object) -> said.put(id.name(), said(object)));
    return said;
  }

  void forget(String name) {
    objects.keySet().removeIf(id -> id.name().equals(name));
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.withoutCluster();
  }

  @Override
  public void forgetDiscovery() {}

  @Override
  public KubeObject placed(KubeObject object, String namespace) {
    return object.namespace().isEmpty() ? object.withNamespace(namespace) : object;
  }

  @Override
  public Optional<KubeObject> get(KubeObject object) {
    return Optional.ofNullable(objects.get(object.id()));
  }

  @Override
  public KubeObject apply(KubeObject object, ApplyMode mode) {
    if (object.name().equals(refused)) {
      throw new ClusterException(ClusterException.Reason.INVALID, "refused " + object.name());
    }
    if (!mode.isDryRun()) {
      objects.put(object.id(), object);
    }
    return object;
  }

  @Override
  public void adoptClientSideFields(KubeObject object) {}

  @Override
  public KubeObject create(KubeObject object) {
    return apply(object, ApplyMode.POLITE);
  }

  @Override
  public KubeObject replace(KubeObject object) {
    return apply(object, ApplyMode.POLITE);
  }

  @Override
  public KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch) {
    KubeObject live = objects.get(object.id());
    if (live == null) {
      throw new ClusterException(ClusterException.Reason.OTHER, object.name() + " not found");
    }
    return apply(new KubeObject(merged(live.tree(), patch)), ApplyMode.POLITE);
  }

  private static Map<String, @Nullable Object> merged(Map<?, ?> tree, Map<?, ?> patch) {
    Map<String, @Nullable Object> merged = new TreeMap<>();
    tree.forEach((key, value) -> merged.put(String.valueOf(key), value));
    patch.forEach(
        (key, value) ->
            merged.merge(
                String.valueOf(key),
                value,
                (old, mine) ->
                    old instanceof Map<?, ?> table && mine instanceof Map<?, ?> more
                        ? merged(table, more)
                        : mine));
    return merged;
  }

  @Override
  public List<PodLog> logs(KubeObject object, boolean initContainers) {
    return List.of();
  }

  @Override
  public boolean delete(KubeObject object, Propagation propagation) {
    return objects.remove(object.id()) != null;
  }

  @Override
  public void createNamespace(String name) {}

  @Override
  public void awaitReady(List<KubeObject> awaited, Patience patience) {
    CountDownLatch ended = new CountDownLatch(1);
    if (awaited.stream().anyMatch(object -> said(object).equals(neverReady))) {
      Cancel.Registration registration = patience.cancel().onCancel(ended::countDown);
      try {
        waiting.countDown();
        if (!ended.await(patience.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
          throw new ClusterException(ClusterException.Reason.TIMEOUT, "not ready");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        registration.close();
      }
      throw new ClusterException(
          ClusterException.Reason.CANCELLED, patience.cancel().why().orElse("interrupted"));
    }
  }

  private static String said(KubeObject object) {
    return object.tree().get("data") instanceof Map<?, ?> data ? String.valueOf(data.get("a")) : "";
  }

  @Override
  public void awaitGone(List<KubeObject> awaited, Patience patience) {}

  @Override
  public void awaitHook(KubeObject object, Patience patience) {}
}
