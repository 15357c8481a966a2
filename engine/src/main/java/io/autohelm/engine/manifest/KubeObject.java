package io.autohelm.engine.manifest;

import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes object as a plain tree, with integers exact. The tree may not be changed.
 *
 * @param tree apiVersion, kind, metadata and the rest
 */
public record KubeObject(Map<String, @Nullable Object> tree) {

  /**
   * What tells objects of a cluster apart, versions aside.
   *
   * @param group the API group, empty for the core group
   * @param namespace empty for what has none
   */
  public record Id(String group, String kind, String namespace, String name) {
    @Override
    public String toString() {
      return kind + "/" + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
  }

  private static final String LIST = "List";

  /**
   * The objects of a stream of YAML documents; a {@code List} gives its items, comments and blanks
   * give nothing.
   *
   * @throws ManifestException when a document is not a Kubernetes object
   */
  public static List<KubeObject> parseAll(String stream) {
    List<KubeObject> objects = new ArrayList<>();
    documents(stream).forEach(document -> objects.addAll(document.objects()));
    return objects;
  }

  /**
   * As {@link #parseAll}, document by document.
   *
   * @throws ManifestException when a document is not a Kubernetes object
   */
  public static List<KubeDocument> documents(String stream) {
    List<KubeDocument> documents = new ArrayList<>();
    for (String document : Manifests.split(stream)) {
      Object tree;
      try {
        tree = Yaml.parseExact(document);
      } catch (YamlException e) {
        throw new ManifestException("error parsing manifest: " + e.getMessage(), e);
      }
      if (tree != null) {
        List<KubeObject> objects = new ArrayList<>();
        add(tree, objects);
        documents.add(new KubeDocument(new KubeObject(table(tree)).kind(), objects));
      }
    }
    return documents;
  }

  private static void add(Object tree, List<KubeObject> objects) {
    if (!(tree instanceof Map)) {
      throw new ManifestException(
          "a manifest must be a table with apiVersion and kind, not: " + tree);
    }
    KubeObject object = new KubeObject(table(tree));
    if (object.apiVersion().isEmpty() || object.kind().isEmpty()) {
      throw new ManifestException(untyped(object));
    }
    if (object.kind().endsWith(LIST) && object.tree().get("items") instanceof List<?> items) {
      for (Object item : items) {
        if (item != null) {
          add(typed(item, object), objects);
        }
      }
      return;
    }
    objects.add(object);
  }

  /** The items of a list of one kind need not say theirs. */
  private static Object typed(Object item, KubeObject list) {
    String kind = list.kind().substring(0, list.kind().length() - LIST.length());
    if (kind.isEmpty()
        || !(item instanceof Map<?, ?> map)
        || map.get("kind") != null
        || map.get("apiVersion") != null) {
      return item;
    }
    Map<String, @Nullable Object> typed = new LinkedHashMap<>();
    typed.put("apiVersion", list.apiVersion());
    typed.put("kind", kind);
    typed.putAll(table(item));
    typed.put("apiVersion", list.apiVersion());
    typed.put("kind", kind);
    return typed;
  }

  /** In Helm's words, and which it is. */
  private static String untyped(KubeObject object) {
    List<String> missing = new ArrayList<>();
    if (object.apiVersion().isEmpty()) {
      missing.add("apiVersion not set");
    }
    if (object.kind().isEmpty()) {
      missing.add("kind not set");
    }
    String which = (object.kind() + " " + object.name()).strip();
    return "error validating \"\": error validating data: "
        + (missing.size() == 1 ? missing.get(0) : missing.toString())
        + (which.isEmpty() ? "" : " (" + which + ")");
  }

  public String apiVersion() {
    return Texts.scalar(tree.get("apiVersion"));
  }

  /** The API group, empty for the core group. */
  public String group() {
    int slash = apiVersion().indexOf('/');
    return slash < 0 ? "" : apiVersion().substring(0, slash);
  }

  public String kind() {
    return Texts.scalar(tree.get("kind"));
  }

  public String name() {
    return Texts.scalar(metadata().get("name"));
  }

  /** The namespace that the object itself names; empty where it names none. */
  public String namespace() {
    return Texts.scalar(metadata().get("namespace"));
  }

  public Id id() {
    return new Id(group(), kind(), namespace(), name());
  }

  public Map<String, @Nullable Object> metadata() {
    return tableOrEmpty(tree.get("metadata"));
  }

  /** The annotation's value, or null. */
  public @Nullable String annotation(String key) {
    Object value = tableOrEmpty(metadata().get("annotations")).get(key);
    return value == null ? null : Texts.scalar(value);
  }

  /** The label's value, or null. */
  public @Nullable String label(String key) {
    Object value = tableOrEmpty(metadata().get("labels")).get(key);
    return value == null ? null : Texts.scalar(value);
  }

  /** Whether {@code helm.sh/resource-policy: keep} protects it from removal. */
  public boolean isKept() {
    String policy = annotation(Annotations.RESOURCE_POLICY);
    return policy != null && policy.strip().equalsIgnoreCase("keep");
  }

  public KubeObject withNamespace(String namespace) {
    return withMetadata("namespace", namespace);
  }

  /** The same object without {@code metadata.namespace}. */
  public KubeObject withoutNamespace() {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(metadata());
    metadata.remove("namespace");
    return withMetadata(metadata);
  }

  /** The same object with one more entry of its metadata. */
  public KubeObject withMetadata(String key, Object value) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(metadata());
    metadata.put(key, value);
    return withMetadata(metadata);
  }

  /** The same object as one of another version of its kind. */
  public KubeObject withApiVersion(String version) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(tree);
    changed.put("apiVersion", version);
    return new KubeObject(changed);
  }

  /** The same object, marked as the release's: Helm's label and two annotations. */
  public KubeObject ownedBy(String release, String releaseNamespace) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(metadata());
    Map<String, @Nullable Object> labels =
        new LinkedHashMap<>(tableOrEmpty(metadata.get("labels")));
    labels.put(Annotations.MANAGED_BY, Annotations.HELM);
    metadata.put("labels", labels);
    Map<String, @Nullable Object> annotations =
        new LinkedHashMap<>(tableOrEmpty(metadata.get("annotations")));
    annotations.put(Annotations.RELEASE_NAME, release);
    annotations.put(Annotations.RELEASE_NAMESPACE, releaseNamespace);
    metadata.put("annotations", annotations);
    return withMetadata(metadata);
  }

  /** The same object; no other than this where it has no such annotation. */
  public KubeObject withoutAnnotation(String key) {
    if (annotation(key) == null) {
      return this;
    }
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(metadata());
    Map<String, @Nullable Object> annotations =
        new LinkedHashMap<>(tableOrEmpty(metadata.get("annotations")));
    annotations.remove(key);
    metadata.put("annotations", annotations);
    return withMetadata(metadata);
  }

  private KubeObject withMetadata(Map<String, @Nullable Object> metadata) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(tree);
    changed.put("metadata", metadata);
    return new KubeObject(changed);
  }

  private static Map<String, @Nullable Object> tableOrEmpty(@Nullable Object value) {
    return value instanceof Map ? table(value) : Map.of();
  }

  @SuppressWarnings("unchecked") // a parsed tree's maps have string keys
  private static Map<String, @Nullable Object> table(Object value) {
    return (Map<String, @Nullable Object>) value;
  }
}
