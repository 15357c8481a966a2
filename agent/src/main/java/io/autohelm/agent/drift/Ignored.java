package io.autohelm.agent.drift;

import com.google.re2j.Pattern;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of one object is not ours to set. A pure function of the object as its release has it and as
 * it is.
 *
 * @param managers whose fields are theirs; null for nobody's
 */
record Ignored(List<String> paths, @Nullable Pattern managers) {
  static final Ignored NOTHING = new Ignored(List.of(), null);

  boolean isNothing() {
    return paths.isEmpty() && managers == null;
  }

  /** Whether the object is nobody's business as a whole. */
  boolean isAll() {
    return paths.contains("");
  }

  /**
   * What is to be applied so that the ignored fields stay as they are and whose they are. A field
   * that is another's, or is not there, is left out: the server then keeps it. One that is ours
   * still is applied as it is: left out, the server would remove it.
   */
  KubeObject applied(KubeObject wanted, KubeObject live) {
    if (isNothing()) {
      return wanted;
    }
    FieldOwners owners = new FieldOwners(live);
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    wanted
        .tree()
        .forEach(
            (key, value) -> {
              boolean isName = key.equals("apiVersion") || key.equals("kind");
              Optional<Object> kept =
                  isName
                      ? Optional.ofNullable(value)
                      : kept(value, live.tree().get(key), pointer("", key), owners, false);
              kept.ifPresent(some -> tree.put(key, some));
            });
    return named(new KubeObject(tree), wanted);
  }

  /** No rule can take away the object's name. */
  private static KubeObject named(KubeObject object, KubeObject wanted) {
    KubeObject named = object;
    for (String key : new String[] {"name", "namespace"}) {
      Object value = wanted.metadata().get(key);
      if (value != null && !value.equals(named.metadata().get(key))) {
        named = named.withMetadata(key, value);
      }
    }
    return named;
  }

  /**
   * @param path where the value is in the live object
   * @param isIgnored whether a rule names something above it
   */
  private Optional<Object> kept(
      @Nullable Object wanted,
      @Nullable Object live,
      String path,
      FieldOwners owners,
      boolean isIgnored) {
    boolean isOut = isIgnored || paths.contains(path);
    if (wanted instanceof Map<?, ?> map && !map.isEmpty()) {
      Map<String, @Nullable Object> left = new LinkedHashMap<>();
      map.forEach(
          (key, value) -> {
            String name = String.valueOf(key);
            Object beside = live instanceof Map<?, ?> table ? table.get(name) : null;
            kept(value, beside, pointer(path, name), owners, isOut)
                .ifPresentOrElse(
                    some -> left.put(name, some),
                    () -> {
                      if (value == null && !isOut) {
                        left.put(name, null);
                      }
                    });
          });
      return left.isEmpty() ? Optional.empty() : Optional.of(left);
    }
    if (wanted instanceof List<?> list && isOfTables(list) && !owners.isWhole(path)) {
      return keptItems(list, live, path, owners, isOut);
    }
    if (isOut || isTheirs(path, owners)) {
      return owners.isOurs(path) ? Optional.ofNullable(live) : Optional.empty();
    }
    return Optional.ofNullable(wanted);
  }

  private Optional<Object> keptItems(
      List<?> wanted, @Nullable Object live, String path, FieldOwners owners, boolean isOut) {
    List<@Nullable Object> left = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      int place = place(wanted.get(i), i, live);
      Object beside =
          live instanceof List<?> items && place < items.size() ? items.get(place) : null;
      kept(wanted.get(i), beside, path + "/" + place, owners, isOut).ifPresent(left::add);
    }
    return left.isEmpty() ? Optional.empty() : Optional.of(left);
  }

  /** Where the item of that name is in the live list; its own place where there is none. */
  private static int place(@Nullable Object item, int own, @Nullable Object live) {
    Object name = item instanceof Map<?, ?> map ? map.get("name") : null;
    if (name != null && live instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i) instanceof Map<?, ?> other && Objects.equals(name, other.get("name"))) {
          return i;
        }
      }
      return items.size(); // it is not there
    }
    return own;
  }

  private static boolean isOfTables(List<?> list) {
    return !list.isEmpty() && list.stream().allMatch(item -> item instanceof Map);
  }

  private boolean isTheirs(String path, FieldOwners owners) {
    Pattern theirs = managers;
    return theirs != null
        && !owners.isOurs(path)
        && owners.managers(path).stream().anyMatch(theirs::matches);
  }

  private static String pointer(String path, String key) {
    return path + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
