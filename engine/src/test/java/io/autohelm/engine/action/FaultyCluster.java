package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cluster that keeps what it is given and fails where it is told to. */
final class FaultyCluster implements Cluster {
  final Map<KubeObject.Id, KubeObject> objects = new LinkedHashMap<>();

  /** What was asked, in order: {@code apply NAME}, {@code delete NAME}, {@code hook NAME}. */
  final List<String> asked = new ArrayList<>();

  /** Of those, the ones that fail. */
  final Set<String> refused = new LinkedHashSet<>();

  private void ask(String verb, KubeObject object) {
    String question = verb + " " + object.name();
    asked.add(question);
    if (refused.contains(question)) {
      throw new ClusterException(ClusterException.Reason.INVALID, "no " + question);
    }
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.withoutCluster();
  }

  @Override
  public void forgetDiscovery() {}

  @Override
  public KubeObject placed(KubeObject object, String namespace) {
    return object.namespace().isEmpty() ? object.withNamespace(namespace) : object;
  }

  @Override
  public Optional<KubeObject> get(KubeObject object) {
    return Optional.ofNullable(objects.get(object.id()));
  }

  @Override
  public KubeObject apply(KubeObject object, ApplyMode mode) {
    ask("apply", object);
    objects.put(object.id(), object);
    return object;
  }

  @Override
  public KubeObject create(KubeObject object) {
    return apply(object, ApplyMode.POLITE);
  }

  @Override
  public KubeObject replace(KubeObject object) {
    return apply(object, ApplyMode.POLITE);
  }

  @Override
  public KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch) {
    ask("patch", object);
    return object;
  }

  @Override
  public void adoptClientSideFields(KubeObject object) {
    ask("adopt", object);
  }

  @Override
  public boolean delete(KubeObject object, Propagation propagation) {
    ask("delete", object);
    return objects.remove(object.id()) != null;
  }

  @Override
  public List<PodLog> logs(KubeObject object, boolean initContainers) {
    ask("logs", object);
    return List.of(new PodLog(object.namespace(), object.name(), "main", "a line\n"));
  }

  @Override
  public void createNamespace(String name) {
    asked.add("namespace " + name);
  }

  @Override
  public void awaitReady(List<KubeObject> awaited, Patience patience) {
    awaited.forEach(object -> ask("await", object));
  }

  @Override
  public void awaitGone(List<KubeObject> awaited, Patience patience) {
    awaited.forEach(object -> ask("gone", object));
  }

  @Override
  public void awaitHook(KubeObject object, Patience patience) {
    ask("hook", object);
  }
}
