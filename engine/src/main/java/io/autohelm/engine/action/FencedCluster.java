package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cluster that is changed only as long as a lock is held. */
record FencedCluster(Cluster cluster, ReleaseLock lock) implements Cluster {
  @Override
  public KubeObject apply(KubeObject object, ApplyMode mode) {
    if (!mode.isDryRun()) {
      lock.check();
    }
    return cluster.apply(object, mode);
  }

  @Override
  public KubeObject create(KubeObject object) {
    lock.check();
    return cluster.create(object);
  }

  @Override
  public KubeObject replace(KubeObject object) {
    lock.check();
    return cluster.replace(object);
  }

  @Override
  public KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch) {
    lock.check();
    return cluster.patch(object, kind, patch);
  }

  @Override
  public void adoptClientSideFields(KubeObject object) {
    lock.check();
    cluster.adoptClientSideFields(object);
  }

  @Override
  public boolean delete(KubeObject object, Propagation propagation) {
    lock.check();
    return cluster.delete(object, propagation);
  }

  @Override
  public void createNamespace(String name) {
    lock.check();
    cluster.createNamespace(name);
  }

  @Override
  public long countCustom(KubeObject definition) {
    return cluster.countCustom(definition);
  }

  @Override
  public Capabilities capabilities() {
    return cluster.capabilities();
  }

  @Override
  public void forgetDiscovery() {
    cluster.forgetDiscovery();
  }

  @Override
  public KubeObject placed(KubeObject object, String namespace) {
    return cluster.placed(object, namespace);
  }

  @Override
  public Optional<KubeObject> placedAsServed(KubeObject object, String namespace) {
    return cluster.placedAsServed(object, namespace);
  }

  @Override
  public <T, R> List<R> each(List<T> items, Function<? super T, ? extends R> work) {
    return cluster.each(items, work);
  }

  @Override
  public Optional<KubeObject> get(KubeObject object) {
    return cluster.get(object);
  }

  @Override
  public List<PodLog> logs(KubeObject object, boolean initContainers) {
    return cluster.logs(object, initContainers);
  }

  @Override
  public void awaitReady(List<KubeObject> objects, Patience patience) {
    cluster.awaitReady(objects, patience);
  }

  @Override
  public void awaitGone(List<KubeObject> objects, Patience patience) {
    cluster.awaitGone(objects, patience);
  }

  @Override
  public void awaitHook(KubeObject object, Patience patience) {
    cluster.awaitHook(object, patience);
  }
}
