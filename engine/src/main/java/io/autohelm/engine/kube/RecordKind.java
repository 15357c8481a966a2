package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kind of object that holds a record, in the form that Helm's driver of that name writes. */
enum RecordKind {
  SECRET("secrets", "Secret") {
    @Override
    void put(Map<String, @Nullable Object> object, String record) {
      object.put("type", "helm.sh/release.v1");
      // Helm's own base 64 is inside; this is the one that every Secret has.
      object.put("data", Map.of(RECORD, base64(record.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    String record(KubeObject object) {
      return new String(bytes(object, "data", RECORD), StandardCharsets.UTF_8);
    }

    @Override
    void put(Map<String, @Nullable Object> object, byte[] part) {
      object.put("type", "autohelm.io/release-part.v1");
      object.put("data", Map.of(PART, base64(part)));
    }

    @Override
    byte[] part(KubeObject object) {
      return bytes(object, "data", PART);
    }
  },
  CONFIG_MAP("configmaps", "ConfigMap") {
    @Override
    void put(Map<String, @Nullable Object> object, String record) {
      object.put("data", Map.of(RECORD, record));
    }

    @Override
    String record(KubeObject object) {
      return object.tree().get("data") instanceof Map<?, ?> data
          ? String.valueOf(data.get(RECORD))
          : "";
    }

    @Override
    void put(Map<String, @Nullable Object> object, byte[] part) {
      object.put("binaryData", Map.of(PART, base64(part)));
    }

    @Override
    byte[] part(KubeObject object) {
      return bytes(object, "binaryData", PART);
    }
  };

  private static final String RECORD = "release";
  private static final String PART = "part";

  private final String plural;
  private final String kind;

  RecordKind(String plural, String kind) {
    this.plural = plural;
    this.kind = kind;
  }

  abstract void put(Map<String, @Nullable Object> object, String record);

  /** The record's text; something that is no record where the object has none. */
  abstract String record(KubeObject object);

  abstract void put(Map<String, @Nullable Object> object, byte[] part);

  /**
   * @throws IllegalArgumentException where the object is no part
   */
  abstract byte[] part(KubeObject object);

  /**
   * @param namespace empty for all namespaces
   */
  String path(String namespace) {
    return namespace.isEmpty()
        ? "/api/v1/" + plural
        : "/api/v1/namespaces/" + namespace + "/" + plural;
  }

  String path(String namespace, String name) {
    return path(namespace) + "/" + name;
  }

  /** An object of this kind without content. */
  Map<String, @Nullable Object> object(String namespace, String name, Map<String, String> labels) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("namespace", namespace);
    metadata.put("labels", labels);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", kind);
    object.put("metadata", metadata);
    return object;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(KubeObject object, String field, String key) {
    Object text = object.tree().get(field) instanceof Map<?, ?> data ? data.get(key) : null;
    return Base64.getDecoder().decode(String.valueOf(text));
  }
}
