package io.autohelm.agent.drift;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    // Hooks and CRDs do not bear the label: they are nobody's to be kept as they are.
    if (!mode.isDryRun() && Annotations.HELM.equals(answer.label(Annotations.MANAGED_BY))) {
      footprints.applied(answer);
    }
    return answer;
  }

  @Override
  public boolean delete(KubeObject object) {
    footprints.forget(object.id());
    return cluster.delete(object);
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
  public void awaitReady(List<KubeObject> objects, boolean includingJobs, Duration timeout) {
    cluster.awaitReady(objects, includingJobs, timeout);
  }

  @Override
  public void awaitGone(List<KubeObject> objects, Duration timeout) {
    cluster.awaitGone(objects, timeout);
  }

  @Override
  public void awaitHook(KubeObject object, Duration timeout) {
    cluster.awaitHook(object, timeout);
  }
}
