package io.autohelm.agent.diff;

import io.autohelm.agent.drift.ObjectDiff;
import io.autohelm.agent.drift.ShownValue;
import io.autohelm.agent.git.TextDiff;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The fields in which two states of an object differ, each with both values, for people. Items of a
 * list are told apart by what names them, so that one more at the front does not make all differ;
 * what is secret is hidden. A pure function.
 */
public final class FieldDiff {
  private static final int CONTEXT = 2;
  private static final int MOST_LINES = 80;

  /** What names an item of a list, the first that all items have, each another one. */
  private static final List<String> KEYS =
      List.of("name", "key", "mountPath", "containerPort", "port", "host", "path", "type");

  /**
   * A field that differs.
   *
   * @param path a JSON pointer, in which an item of a list may stand as {@code [name=web]}
   * @param before the value as JSON; null where there is none
   * @param after likewise
   * @param lines what differs between texts of several lines, each with a plus, a minus or a blank
   *     before it; empty for all else
   */
  public record Field(
      String path, @Nullable String before, @Nullable String after, List<String> lines) {
    public Field {
      lines = List.copyOf(lines);
    }
  }

  private final boolean isSecret;
  private final UnaryOperator<String> redaction;
  private final List<Field> fields = new ArrayList<>();

  private FieldDiff(boolean isSecret, UnaryOperator<String> redaction) {
    this.isSecret = isSecret;
    this.redaction = redaction;
  }

  /**
   * The fields in order; what only the server writes is left out.
   *
   * @param redaction hides in a text what is known to be secret
   */
  public static List<Field> between(
      KubeObject before, KubeObject after, UnaryOperator<String> redaction) {
    boolean isSecret = before.kind().equals("Secret") && before.group().isEmpty();
    FieldDiff diff = new FieldDiff(isSecret, redaction);
    Map<String, @Nullable Object> old = new LinkedHashMap<>(ObjectDiff.own(before).tree());
    Map<String, @Nullable Object> now = new LinkedHashMap<>(ObjectDiff.own(after).tree());
    old.remove("status");
    now.remove("status");
    diff.tables("", old, now, false);
    return List.copyOf(diff.fields);
  }

  private void compare(
      String path, @Nullable Object before, @Nullable Object after, boolean isHidden) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof Map<?, ?> a && after instanceof Map<?, ?> b) {
      tables(path, a, b, isHidden);
    } else if (before instanceof List<?> a && after instanceof List<?> b) {
      lists(path, a, b, isHidden);
    } else {
      add(path, before, after, isHidden);
    }
  }

  private void add(String path, @Nullable Object before, @Nullable Object after, boolean isHidden) {
    boolean isText =
        !isHidden
            && before instanceof String a
            && after instanceof String b
            && (a.strip().contains("\n") || b.strip().contains("\n"));
    fields.add(
        new Field(
            path,
            shown(before, isHidden),
            shown(after, isHidden),
            isText ? lines(String.valueOf(before), String.valueOf(after)) : List.of()));
  }

  private List<String> lines(String before, String after) {
    List<String> lines = TextDiff.unified(before, after, CONTEXT).lines().map(redaction).toList();
    if (lines.size() <= MOST_LINES) {
      return lines;
    }
    List<String> fewer = new ArrayList<>(lines.subList(0, MOST_LINES));
    fewer.add("... " + (lines.size() - MOST_LINES) + " more lines");
    return fewer;
  }

  private void tables(String path, Map<?, ?> before, Map<?, ?> after, boolean isHidden) {
    TreeSet<String> names = new TreeSet<>();
    before.keySet().forEach(key -> names.add(String.valueOf(key)));
    after.keySet().forEach(key -> names.add(String.valueOf(key)));
    for (String name : names) {
      String below = path + "/" + name.replace("~", "~0").replace("/", "~1");
      boolean isHiddenBelow =
          isHidden
              || isOfSecret(below)
              || ShownValue.isSecret(name)
              || (name.equals("value")
                  && (ShownValue.isSecret(before) || ShownValue.isSecret(after)));
      compare(below, before.get(name), after.get(name), isHiddenBelow);
    }
  }

  private boolean isOfSecret(String path) {
    return isSecret
        && (path.equals("/data")
            || path.equals("/stringData")
            || path.equals(ShownValue.LAST_APPLIED));
  }

  private void lists(String path, List<?> before, List<?> after, boolean isHidden) {
    for (String key : KEYS) {
      Map<String, Object> a = byKey(before, key);
      Map<String, Object> b = byKey(after, key);
      if (a != null && b != null) {
        Map<String, Object> all = new LinkedHashMap<>(a);
        b.forEach(all::putIfAbsent);
        all.keySet()
            .forEach(
                name ->
                    compare(
                        path + "/[" + key + "=" + name + "]", a.get(name), b.get(name), isHidden));
        if (a.equals(b)) {
          fields.add(
              new Field(
                  path,
                  redaction.apply("in the order " + String.join(", ", a.keySet())),
                  redaction.apply("in the order " + String.join(", ", b.keySet())),
                  List.of()));
        }
        return;
      }
    }
    if (before.size() == after.size() && before.stream().allMatch(Map.class::isInstance)) {
      for (int i = 0; i < before.size(); i++) {
        compare(path + "/" + i, before.get(i), after.get(i), isHidden);
      }
      return;
    }
    add(path, before, after, isHidden);
  }

  /** The items by what names them; null where that does not tell all of them apart. */
  private static @Nullable Map<String, Object> byKey(List<?> items, String key) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Object item : items) {
      Object name = item instanceof Map<?, ?> map ? map.get(key) : null;
      boolean isName = name instanceof String || name instanceof Number;
      if (item == null || !isName || named.put(String.valueOf(name), item) != null) {
        return null;
      }
    }
    return named;
  }

  private @Nullable String shown(@Nullable Object value, boolean isHidden) {
    return value == null ? null : ShownValue.of(value, isHidden, redaction);
  }
}
