package io.autohelm.engine.patch;

import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One patch: a list of operations (a JSON patch), or a part of an object (a strategic merge).
 *
 * @param target null for a strategic merge that names its object itself
 * @param text YAML or JSON
 */
public record Patch(@Nullable PatchTarget target, String text) {
  /**
   * @throws PatchException where the text is no patch
   */
  public Patch {
    Object tree = parse(text);
    Map<String, @Nullable Object> table = Trees.table(tree);
    if (table == null && !(tree instanceof List)) {
      throw new PatchException("expected a list of operations or a part of an object");
    }
    if (target == null) {
      if (table == null) {
        throw new PatchException("a list of operations needs a target");
      }
      if (Trees.text(table.get("kind")).isEmpty() || nameOf(table).isEmpty()) {
        throw new PatchException("a patch without a target needs kind and metadata.name");
      }
    }
  }

  private static @Nullable Object parse(String text) {
    try {
      return Yaml.parseExact(text);
    } catch (YamlException e) {
      throw new PatchException(String.valueOf(e.getMessage()), e);
    }
  }

  static String nameOf(Map<String, @Nullable Object> object) {
    return Trees.text(Trees.tableOrEmpty(object.get("metadata")).get("name"));
  }

  /** Whether it is a failure that no object was patched. */
  boolean mustFind() {
    return target == null;
  }

  /** What was to be patched, for a message. */
  String wanted() {
    Map<String, @Nullable Object> table = Trees.tableOrEmpty(parse(text));
    return Trees.text(table.get("kind")) + "/" + nameOf(table);
  }

  boolean selects(Map<String, @Nullable Object> object, String releaseNamespace) {
    if (target != null) {
      return target.selects(object, releaseNamespace);
    }
    Map<String, @Nullable Object> table = Trees.tableOrEmpty(parse(text));
    String namespace = namespace(table);
    String itsNamespace = namespace(object);
    return Trees.text(table.get("apiVersion")).equals(Trees.text(object.get("apiVersion")))
        && Trees.text(table.get("kind")).equals(Trees.text(object.get("kind")))
        && nameOf(table).equals(nameOf(object))
        && (namespace.isEmpty()
            || namespace.equals(itsNamespace.isEmpty() ? releaseNamespace : itsNamespace));
  }

  private static String namespace(Map<String, @Nullable Object> object) {
    return Trees.text(Trees.tableOrEmpty(object.get("metadata")).get("namespace"));
  }

  /**
   * The object with the patch; null where it is deleted.
   *
   * @param object may be changed
   * @throws PatchException where it does not fit
   */
  @Nullable Map<String, @Nullable Object> apply(Map<String, @Nullable Object> object) {
    Object tree = parse(text);
    if (tree instanceof List<?> operations) {
      JsonPatch.apply(object, operations);
      return object;
    }
    Identity before = Identity.of(object);
    Map<String, @Nullable Object> patched =
        StrategicMerge.apply(object, Trees.tableOrEmpty(Trees.copy(tree)));
    if (patched != null) {
      before.restore(patched);
    }
    return patched;
  }

  /** A merge changes what an object holds, never which object it is. */
  private record Identity(List<@Nullable Object> parts) {
    private static final List<String> METADATA = List.of("name", "namespace");

    static Identity of(Map<String, @Nullable Object> object) {
      List<@Nullable Object> parts = new ArrayList<>();
      parts.add(object.get("apiVersion"));
      parts.add(object.get("kind"));
      METADATA.forEach(key -> parts.add(Trees.tableOrEmpty(object.get("metadata")).get(key)));
      return new Identity(parts);
    }

    void restore(Map<String, @Nullable Object> object) {
      object.put("apiVersion", parts.get(0));
      object.put("kind", parts.get(1));
      Map<String, @Nullable Object> metadata = Trees.table(object.get("metadata"));
      if (metadata == null) {
        return;
      }
      for (int i = 0; i < METADATA.size(); i++) {
        Object before = parts.get(2 + i);
        if (before == null) {
          metadata.remove(METADATA.get(i));
        } else {
          metadata.put(METADATA.get(i), before);
        }
      }
    }
  }
}
