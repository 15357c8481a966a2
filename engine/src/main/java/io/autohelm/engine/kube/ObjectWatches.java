package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;

/** Tells of every change of the objects that Helm manages, by their metadata alone. */
public interface ObjectWatches {

  /**
   * What is watched.
   *
   * @param namespace empty for all namespaces, and for kinds that have none
   */
  record Target(String apiVersion, String kind, String namespace) {
    @Override
    public String toString() {
      return kind + (namespace.isEmpty() ? "" : " in namespace " + namespace);
    }
  }

  /**
   * Is told what is seen: apiVersion, kind and metadata. Called by one thread at a time for a
   * watch; must be quick and must not throw.
   */
  interface Listener {
    /** All objects that there are at this moment; what is not among them is gone. */
    void listed(List<KubeObject> objects);

    /** An object is new or changed. */
    void changed(KubeObject object);

    /** An object is gone, or does not bear the label any more. */
    void gone(KubeObject object);

    /** From now on every change is told. */
    void up();

    /** Changes may go unseen until {@link #up}; it is tried again by itself. */
    void down(ClusterException reason);
  }

  /** A watch that goes on until it is closed. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Begins to watch; does not wait for the server. */
  Watch open(Target target, Listener listener);
}
