package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster that is changed only as long as a lock is held. */
record FencedCluster(Cluster target, ReleaseLock lock) implements ForwardingCluster {
  @Override
  public KubeObject apply(KubeObject object, ApplyMode mode) {
    if (!mode.isDryRun()) {
      lock.check();
    }
    return target.apply(object, mode);
  }

  @Override
  public KubeObject create(KubeObject object) {
    lock.check();
    return target.create(object);
  }

  @Override
  public KubeObject replace(KubeObject object) {
    lock.check();
    return target.replace(object);
  }

  @Override
  public KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch) {
    lock.check();
    return target.patch(object, kind, patch);
  }

  @Override
  public void adoptClientSideFields(KubeObject object) {
    lock.check();
    target.adoptClientSideFields(object);
  }

  @Override
  public boolean delete(KubeObject object, Propagation propagation) {
    lock.check();
    return target.delete(object, propagation);
  }

  @Override
  public void createNamespace(String name) {
    lock.check();
    target.createNamespace(name);
  }
}
