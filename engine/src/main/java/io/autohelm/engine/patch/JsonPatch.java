package io.autohelm.engine.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON patch (RFC 6902) with the two liberties of Kustomize: {@code replace} may bring a new
 * field, and a negative index counts from the end.
 */
final class JsonPatch {
  private static final Pattern INDEX = Pattern.compile("-?[0-9]{1,9}");

  private JsonPatch() {}

  /**
   * Changes the object.
   *
   * @throws PatchException where an operation is none or does not fit
   */
  static void apply(Map<String, @Nullable Object> target, List<?> operations) {
    for (Object item : operations) {
      Map<String, @Nullable Object> operation = Trees.tableOrEmpty(item);
      try {
        apply(target, operation);
      } catch (PatchException e) {
        throw new PatchException(
            Trees.text(operation.get("op")) + " " + path(operation) + ": " + e.getMessage(), e);
      }
    }
  }

  private static String path(Map<String, @Nullable Object> operation) {
    return Trees.text(operation.get("path"));
  }

  private static void apply(
      Map<String, @Nullable Object> target, Map<String, @Nullable Object> operation) {
    String path = path(operation);
    Object value = Trees.copy(operation.get("value"));
    switch (Trees.text(operation.get("op"))) {
      case "add" -> add(target, path, value);
      case "replace" -> replace(target, path, value);
      case "remove" -> remove(target, path);
      case "move" -> add(target, path, remove(target, from(operation)));
      case "copy" -> add(target, path, Trees.copy(get(target, from(operation))));
      case "test" -> {
        if (!same(get(target, path), value)) {
          throw new PatchException("the value is another");
        }
      }
      default -> throw new PatchException("is no operation of a JSON patch");
    }
  }

  private static String from(Map<String, @Nullable Object> operation) {
    return Trees.text(operation.get("from"));
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    return (a instanceof Number x && b instanceof Number y)
        ? x.doubleValue() == y.doubleValue()
        : Objects.equals(a, b);
  }

  private static List<String> tokens(String pointer) {
    if (!pointer.startsWith("/")) {
      throw new PatchException("a path begins with a slash");
    }
    List<String> tokens = new ArrayList<>();
    for (String token : pointer.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return tokens;
  }

  private static @Nullable Object get(@Nullable Object target, String pointer) {
    Object at = target;
    for (String token : tokens(pointer)) {
      at = child(at, token);
    }
    return at;
  }

  private static Object parent(Object target, List<String> tokens) {
    Object at = target;
    for (String token : tokens.subList(0, tokens.size() - 1)) {
      at = child(at, token);
      if (at == null) {
        throw missing(token);
      }
    }
    return at;
  }

  private static @Nullable Object child(@Nullable Object at, String token) {
    if (at instanceof Map<?, ?> map && map.containsKey(token)) {
      return map.get(token);
    }
    if (at instanceof List<?> list) {
      return list.get(index(token, list.size(), list.size() - 1));
    }
    throw missing(token);
  }

  private static PatchException missing(String token) {
    return new PatchException("there is no " + token);
  }

  private static int index(String token, int size, int last) {
    if (INDEX.matcher(token).matches()) {
      int given = Integer.parseInt(token);
      int index = given < 0 ? size + given : given;
      if (index >= 0 && index <= last) {
        return index;
      }
    }
    throw new PatchException(token + " is no index of a list of " + size);
  }

  @SuppressWarnings("unchecked") // Trees hold lists of anything, and this one is ours to change.
  private static List<@Nullable Object> list(Object value) {
    return (List<@Nullable Object>) value;
  }

  private static void add(Object target, String pointer, @Nullable Object value) {
    List<String> tokens = tokens(pointer);
    Object parent = parent(target, tokens);
    String last = tokens.get(tokens.size() - 1);
    Map<String, @Nullable Object> table = Trees.table(parent);
    if (table != null) {
      table.put(last, value);
    } else if (parent instanceof List<?> items) {
      int size = items.size();
      list(parent).add(last.equals("-") ? size : index(last, size, size), value);
    } else {
      throw missing(last);
    }
  }

  private static void replace(Object target, String pointer, @Nullable Object value) {
    List<String> tokens = tokens(pointer);
    Object parent = parent(target, tokens);
    String last = tokens.get(tokens.size() - 1);
    Map<String, @Nullable Object> table = Trees.table(parent);
    if (table != null) {
      table.put(last, value);
    } else if (parent instanceof List<?> items) {
      list(parent).set(index(last, items.size(), items.size() - 1), value);
    } else {
      throw missing(last);
    }
  }

  private static @Nullable Object remove(Object target, String pointer) {
    List<String> tokens = tokens(pointer);
    Object parent = parent(target, tokens);
    String last = tokens.get(tokens.size() - 1);
    Map<String, @Nullable Object> table = Trees.table(parent);
    if (table != null && table.containsKey(last)) {
      return table.remove(last);
    }
    if (parent instanceof List<?> items) {
      return list(parent).remove(index(last, items.size(), items.size() - 1));
    }
    throw missing(last);
  }
}
