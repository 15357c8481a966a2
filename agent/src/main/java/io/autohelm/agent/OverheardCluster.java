package io.autohelm.agent;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ForwardingCluster;
import io.autohelm.engine.manifest.KubeObject;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster whose answers somebody else learns from too, so that he need not ask again. */
record OverheardCluster(Cluster target, Consumer<KubeObject> got) implements ForwardingCluster {
  @Override
  public Optional<KubeObject> get(KubeObject object) {
    Optional<KubeObject> found = target.get(object);
    found.ifPresent(got);
    return found;
  }
}
