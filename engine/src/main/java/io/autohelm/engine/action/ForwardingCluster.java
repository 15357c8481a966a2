package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that does something beside what another does: every method is handed on, and whoever
 * implements this overrides those that concern it.
 */
public interface ForwardingCluster extends Cluster {

  /** The cluster that is handed on to. */
  Cluster target();

  @Override
  default Capabilities capabilities() {
    return target().capabilities();
  }

  @Override
  default void forgetDiscovery() {
    target().forgetDiscovery();
  }

  @Override
  default KubeObject placed(KubeObject object, String namespace) {
    return target().placed(object, namespace);
  }

  @Override
  default Optional<KubeObject> placedAsServed(KubeObject object, String namespace) {
    return target().placedAsServed(object, namespace);
  }

  @Override
  default <T, R> List<R> each(List<T> items, Function<? super T, ? extends R> work) {
    return target().each(items, work);
  }

  @Override
  default Optional<KubeObject> get(KubeObject object) {
    return target().get(object);
  }

  @Override
  default KubeObject apply(KubeObject object, ApplyMode mode) {
    return target().apply(object, mode);
  }

  @Override
  default KubeObject create(KubeObject object) {
    return target().create(object);
  }

  @Override
  default KubeObject replace(KubeObject object) {
    return target().replace(object);
  }

  @Override
  default KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch) {
    return target().patch(object, kind, patch);
  }

  @Override
  default void adoptClientSideFields(KubeObject object) {
    target().adoptClientSideFields(object);
  }

  @Override
  default boolean delete(KubeObject object, Propagation propagation) {
    return target().delete(object, propagation);
  }

  @Override
  default List<PodLog> logs(KubeObject object, boolean initContainers) {
    return target().logs(object, initContainers);
  }

  @Override
  default void createNamespace(String name) {
    target().createNamespace(name);
  }

  @Override
  default long countCustom(KubeObject definition) {
    return target().countCustom(definition);
  }

  @Override
  default void awaitReady(List<KubeObject> objects, Patience patience) {
    target().awaitReady(objects, patience);
  }

  @Override
  default void awaitGone(List<KubeObject> objects, Patience patience) {
    target().awaitGone(objects, patience);
  }

  @Override
  default void awaitHook(KubeObject object, Patience patience) {
    target().awaitHook(object, patience);
  }
}
