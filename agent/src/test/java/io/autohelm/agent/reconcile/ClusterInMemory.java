package io.autohelm.agent.reconcile;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster that keeps what is applied and refuses what it is told to refuse. */
public final class ClusterInMemory implements Cluster {
  private final Map<KubeObject.Id, KubeObject> objects = new ConcurrentHashMap<>();
  private volatile String refused = "";

  /** From now on objects of this name are refused. */
  void refuse(String name) {
    refused = name;
  }

  /** The value of the key {@code a} in each ConfigMap, by name. */
  Map<String, String> said() {
    Map<String, String> said = new TreeMap<>();
    objects.forEach(
        (id, object) ->
            said.put(
                id.name(),
                object.tree().get("data") instanceof Map<?, ?> data
                    ? String.valueOf(data.get("a"))
                    : ""));
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
  public boolean delete(KubeObject object) {
    return objects.remove(object.id()) != null;
  }

  @Override
  public void createNamespace(String name) {}

  @Override
  public void awaitReady(List<KubeObject> awaited, boolean includingJobs, Duration timeout) {}

  @Override
  public void awaitGone(List<KubeObject> awaited, Duration timeout) {}

  @Override
  public void awaitHook(KubeObject object, Duration timeout) {}
}
