package io.autohelm.agent.drift;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ForwardingCluster;
import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster that notes the footprint of what is applied, so that we know our own work again. */
public final class NotingCluster implements ForwardingCluster {
  private final Cluster target;
  private final Footprints footprints;

  public NotingCluster(Cluster target, Footprints footprints) {
    this.target = target;
    this.footprints = footprints;
  }

  @Override
  public Cluster target() {
    return target;
  }

  @Override
  public KubeObject apply(KubeObject object, ApplyMode mode) {
    KubeObject answer = target.apply(object, mode);
    return mode.isDryRun() ? answer : noted(answer);
  }

  @Override
  public KubeObject create(KubeObject object) {
    return noted(target.create(object));
  }

  @Override
  public KubeObject replace(KubeObject object) {
    return noted(target.replace(object));
  }

  @Override
  public KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch) {
    return noted(target.patch(object, kind, patch));
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
    return target.delete(object, propagation);
  }
}
