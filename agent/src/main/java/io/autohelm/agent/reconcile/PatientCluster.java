package io.autohelm.agent.reconcile;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ForwardingCluster;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;

/** A cluster whose waits leave the place among the releases that are worked on to another one. */
public record PatientCluster(Cluster target) implements ForwardingCluster {
  @Override
  public void awaitReady(List<KubeObject> objects, Patience patience) {
    Workers.aside(() -> target.awaitReady(objects, patience));
  }

  @Override
  public void awaitGone(List<KubeObject> objects, Patience patience) {
    Workers.aside(() -> target.awaitGone(objects, patience));
  }

  @Override
  public void awaitHook(KubeObject object, Patience patience) {
    Workers.aside(() -> target.awaitHook(object, patience));
  }
}
