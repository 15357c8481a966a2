package io.autohelm.agent.diff;

import io.autohelm.agent.drift.ObjectDiff;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The differences between two sets of objects. A pure function. */
public final class Changes {
  private Changes() {}

  /**
   * What changes, in the order of the objects after it; what goes comes last. What only an API
   * server writes is not compared, and what is secret is not in the texts.
   */
  public static List<ObjectChange> between(List<KubeObject> before, List<KubeObject> after) {
    Map<KubeObject.Id, KubeObject> old = new LinkedHashMap<>();
    before.forEach(object -> old.put(object.id(), ObjectDiff.own(object)));
    List<ObjectChange> changes = new ArrayList<>();
    for (KubeObject object : after) {
      KubeObject wanted = ObjectDiff.own(object);
      KubeObject was = old.remove(object.id());
      if (was == null) {
        changes.add(change(ObjectChange.Kind.ADDED, null, wanted));
      } else if (!Objects.equals(was.tree(), wanted.tree())) {
        changes.add(change(ObjectChange.Kind.CHANGED, was, wanted));
      }
    }
    old.values().forEach(gone -> changes.add(change(ObjectChange.Kind.REMOVED, gone, null)));
    return changes;
  }

  private static ObjectChange change(
      ObjectChange.Kind kind, @Nullable KubeObject before, @Nullable KubeObject after) {
    KubeObject object = Objects.requireNonNull(after == null ? before : after);
    return new ObjectChange(
        kind,
        object.apiVersion(),
        object.id(),
        before == null ? "" : Yaml.print(SecretMask.of(before, after, true).tree()),
        after == null ? "" : Yaml.print(SecretMask.of(after, before, false).tree()),
        before == null || after == null ? List.of() : ObjectDiff.paths(before, after));
  }
}
