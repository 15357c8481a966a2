package io.autohelm.agent;

import io.autohelm.agent.declaration.ClusterValues;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Redaction;
import io.autohelm.agent.watch.InputWatch;
import io.autohelm.agent.watch.InputWatch.Input;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.values.ValuesException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The ConfigMaps and Secrets of the cluster that values come from, shared by all sources. What a
 * watch says is unchanged is not asked for again.
 */
final class ValuesObjects {
  /** The content of an object; null where it is missing. */
  private record Content(String version, @Nullable Map<String, String> data) {}

  private final @Nullable Cluster cluster;
  private final @Nullable InputWatch watch;
  private final Map<Input, Content> known = new ConcurrentHashMap<>();
  private final Map<ReleaseId, Redaction> redactions = new ConcurrentHashMap<>();

  /** Where there is no cluster: every object that is not optional is an error. */
  static final ValuesObjects NONE = new ValuesObjects(null, null);

  /**
   * @param cluster null: there is none
   * @param watch null: nothing is watched, each object is read at each use
   */
  ValuesObjects(@Nullable Cluster cluster, @Nullable InputWatch watch) {
    this.cluster = cluster;
    this.watch = watch;
  }

  /** The objects of one reading of a release's values. */
  Reading reading(ReleaseId id) {
    return new Reading(id);
  }

  Redaction redaction(ReleaseId id) {
    return redactions.getOrDefault(id, Redaction.NONE);
  }

  /** The release is gone. */
  void forget(ReleaseId id) {
    redactions.remove(id);
    // Another release that needs one of them reads it once more.
    known.keySet().removeIf(input -> input.namespace().equals(id.namespace()));
    if (watch != null) {
      watch.remove(id);
    }
  }

  /** Reads each object once, so that all keys are of one version. */
  final class Reading {
    private final ReleaseId id;
    private final Map<Input, Content> read = new LinkedHashMap<>();

    private Reading(ReleaseId id) {
      this.id = id;
    }

    /**
     * The text of a key.
     *
     * @param where the declaration, for the message
     * @return empty where it is missing and may be
     * @throws ValuesException where it is missing and must not be
     */
    Optional<String> text(ClusterValues.Reference reference, String where) {
      String kind = reference.kind().text();
      Input input = new Input(kind, id.namespace(), reference.name());
      Map<String, String> data = read.computeIfAbsent(input, ValuesObjects.this::content).data();
      String text = data == null ? null : data.get(reference.key());
      if (text != null || reference.optional()) {
        return Optional.ofNullable(text);
      }
      String object = kind + " " + id.namespace() + "/" + reference.name();
      throw new ValuesException(
          where
              + (data == null
                  ? object + " does not exist"
                  : object + " has no key " + reference.key()));
    }

    /** All is read: from now on changes of these objects matter. */
    void close(Redaction redaction) {
      if (redaction == Redaction.NONE) {
        redactions.remove(id);
      } else {
        redactions.put(id, redaction);
      }
      if (watch != null) {
        Map<Input, String> versions = new LinkedHashMap<>();
        read.forEach((input, content) -> versions.put(input, content.version()));
        watch.put(id, versions);
      }
    }
  }

  /** All keys of a Secret, as it is now. */
  Map<String, String> secret(String namespace, String name) {
    Input input = new Input("Secret", namespace, name);
    Map<String, String> data = asked(input).data();
    if (data == null) {
      throw new ValuesException("Secret " + namespace + "/" + name + " does not exist");
    }
    return data;
  }

  private Content content(Input input) {
    Content before = known.get(input);
    String now = watch == null ? null : watch.version(input);
    if (before != null && before.version().equals(now)) {
      return before;
    }
    Content content = asked(input);
    if (watch != null) {
      known.put(input, content);
    }
    return content;
  }

  private Content asked(Input input) {
    if (cluster == null) {
      throw new ValuesException(
          input.kind() + " " + input.namespace() + "/" + input.name() + ": there is no cluster");
    }
    return cluster.get(object(input)).map(ValuesObjects::content).orElse(new Content("", null));
  }

  private static KubeObject object(Input input) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("name", input.name());
    metadata.put("namespace", input.namespace());
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", "v1");
    tree.put("kind", input.kind());
    tree.put("metadata", metadata);
    return new KubeObject(tree);
  }

  private static Content content(KubeObject object) {
    Map<String, String> data = new LinkedHashMap<>();
    boolean isSecret = object.kind().equals("Secret");
    if (object.tree().get("data") instanceof Map<?, ?> entries) {
      entries.forEach(
          (key, value) ->
              data.put(
                  String.valueOf(key),
                  isSecret
                      ? new String(
                          Base64.getDecoder().decode(String.valueOf(value)), StandardCharsets.UTF_8)
                      : String.valueOf(value)));
    }
    return new Content(String.valueOf(object.metadata().getOrDefault("resourceVersion", "")), data);
  }
}
