package io.autohelm.agent.watch;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;

/** Is told everything that the watches see of the objects of releases. Must be quick. */
public interface Onlooker {
  /** Nobody. */
  Onlooker NONE =
      new Onlooker() {
        @Override
        public void put(ReleaseId id, List<KubeObject> objects) {}

        @Override
        public void remove(ReleaseId id) {}

        @Override
        public void seen(KubeObject metadata) {}

        @Override
        public void gone(KubeObject.Id id) {}
      };

  /** From now on these, and no other objects of the release. */
  void put(ReleaseId id, List<KubeObject> objects);

  /** None of the release any more. */
  void remove(ReleaseId id);

  /** An object, anybody's, is there or has changed. */
  void seen(KubeObject metadata);

  /** An object, anybody's, is not there. */
  void gone(KubeObject.Id id);
}
