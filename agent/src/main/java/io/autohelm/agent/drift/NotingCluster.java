package io.autohelm.agent.drift;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.action.PodLog;
import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cluster that notes the footprint of what is applied, so that we know our own work again. */
public final class NotingCluster implements Cluster {
  private final Cluster cluster;
  private final Footprints footprints;

  public NotingCluster(Cluster cluster, Footprints footprints) {
    this.cluster = cluster;
    this.footprints = footprints;
  }

  @Override
  public KubeObject apply(KubeObject object, ApplyMode mode) {
    KubeObject answer = cluster.apply(object, mode);
    return mode.isDryRun() ? answer : noted(answer);
  }

  @Override
  public KubeObject create(KubeObject object) {
    return noted(cluster.create(object));
  }

  @Override
  public KubeObject replace(KubeObject object) {
    return noted(cluster.replace(object));
  }

  @Override
  public KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch) {
    return noted(cluster.patch(object, kind, patch));
  }

  /** Hooks and CRDs do not bear the label: they are nobody's to be kept as they are. */
  private KubeObject noted(KubeObject answer) {
    if (Annotations.HELM.equals(answer.label(Annotations.MANAGED_BY))) {
      footprints.applied(answer);
    }
    return answer;
  }

  @Override
  public boolean delete(KubeObject object, Propagation propagation) {
    footprints.forget(object.id());
    return cluster.delete(object, propagation);
  }

  @Override
  public List<PodLog> logs(KubeObject object, boolean initContainers) {
    return cluster.logs(object, initContainers);
  }

  @Override
  public Optional<KubeObject> placedAsServed(KubeObject object, String namespace) {
    return cluster.placedAsServed(object, namespace);
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
  public <T, R> List<R> each(List<T> items, Function<? super T, ? extends R> work) {
    return cluster.each(items, work);
  }

  @Override
  public Optional<KubeObject> get(KubeObject object) {
    return cluster.get(object);
  }

  @Override
  public void adoptClientSideFields(KubeObject object) {
    cluster.adoptClientSideFields(object);
  }

  @Override
  public void createNamespace(String name) {
    cluster.createNamespace(name);
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
