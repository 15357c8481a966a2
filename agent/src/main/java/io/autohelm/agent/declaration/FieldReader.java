package io.autohelm.agent.declaration;

import io.autohelm.engine.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one mapping; each wrong one becomes a problem with its place and is then as
 * if absent. The second argument of most methods is what an absent field stands for.
 */
public final class FieldReader {
  private final String file;
  private final String path;
  private final Node.MapNode node;
  private final Consumer<Problem> problems;

  /**
   * @param file names the text in problems
   * @param path the path of the mapping, empty for the whole document
   * @param problems takes what is found wrong
   */
  public FieldReader(String file, String path, Node.MapNode node, Consumer<Problem> problems) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  public int line() {
    return node.line();
  }

  private String child(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  public void problem(int line, String field, String message) {
    problems.accept(new Problem(file, line, field.isEmpty() ? path : child(field), message));
  }

  /**
   * Complains of fields that are not known, with the nearest one that is, and of fields given
   * twice.
   */
  public void allow(String... known) {
    Set<String> names = Set.of(known);
    for (Map.Entry<String, Node.Entry> entry : node.entries().entrySet()) {
      if (!names.contains(entry.getKey())) {
        problem(
            entry.getValue().line(),
            entry.getKey(),
            "unknown field"
                + Suggestions.nearest(entry.getKey(), names)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(""));
      }
    }
    for (Node.Entry again : node.repeated()) {
      problem(again.line(), again.key(), "is given twice");
    }
  }

  public boolean has(String field) {
    return node.get(field) != null;
  }

  public int lineOf(String field) {
    Node.Entry entry = node.entries().get(field);
    return entry == null ? node.line() : entry.line();
  }

  public Optional<String> text(String field) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return Optional.empty();
    }
    if (value instanceof Node.ScalarNode scalar && scalar.value() instanceof String text) {
      return Optional.of(text);
    }
    problem(value.line(), field, "expected text, met " + shown(value));
    return Optional.empty();
  }

  public String requiredText(String field) {
    Optional<String> text = text(field);
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      problem(lineOf(field), field, "is required");
    }
    if (text.isPresent() && text.get().isEmpty()) {
      problem(lineOf(field), field, "must not be empty");
    }
    return text.orElse("");
  }

  public boolean flag(String field, boolean otherwise) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return otherwise;
    }
    if (value instanceof Node.ScalarNode scalar && scalar.value() instanceof Boolean flag) {
      return flag;
    }
    problem(value.line(), field, "expected true or false, met " + shown(value));
    return otherwise;
  }

  public int number(String field, int otherwise, int min, int max) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return otherwise;
    }
    if (value instanceof Node.ScalarNode scalar
        && scalar.value() instanceof Long number
        && number >= min
        && number <= max) {
      return number.intValue();
    }
    problem(
        value.line(),
        field,
        "expected a whole number from " + min + " to " + max + ", met " + shown(value));
    return otherwise;
  }

  public Duration duration(String field, Duration otherwise, Duration min) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return otherwise;
    }
    Optional<Duration> read =
        value instanceof Node.ScalarNode scalar && scalar.value() instanceof String text
            ? Durations.parse(text)
            : Optional.empty();
    if (read.isEmpty()) {
      problem(value.line(), field, "expected a duration such as 30s or 10m, met " + shown(value));
      return otherwise;
    }
    if (read.get().compareTo(min) < 0) {
      problem(
          value.line(), field, "must be at least " + min.toSeconds() + "s, met " + shown(value));
      return otherwise;
    }
    return read.get();
  }

  <E extends Enum<E>> E choice(String field, E otherwise, Class<E> type) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return otherwise;
    }
    String met = shown(value);
    for (E constant : type.getEnumConstants()) {
      // YAML reads a bare off as false.
      boolean isOff = constant.name().equals("OFF") && met.equals("false");
      if (constant.name().toLowerCase(Locale.ROOT).equals(met) || isOff) {
        return constant;
      }
    }
    String choices =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    problem(value.line(), field, "expected one of " + choices + ", met " + met);
    return otherwise;
  }

  /** The mapping of that field, or empty where there is none. */
  public Optional<FieldReader> table(String field) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return Optional.empty();
    }
    if (value instanceof Node.MapNode map) {
      return Optional.of(new FieldReader(file, child(field), map, problems));
    }
    problem(value.line(), field, "expected a table of fields, met " + shown(value));
    return Optional.empty();
  }

  /** The mappings of a list. */
  public List<FieldReader> tables(String field) {
    Node value = node.get(field);
    List<FieldReader> found = new ArrayList<>();
    if (value == null || isNull(value)) {
      return found;
    }
    if (!(value instanceof Node.ListNode list)) {
      problem(value.line(), field, "expected a list, met " + shown(value));
      return found;
    }
    int index = 0;
    for (Node item : list.items()) {
      String at = field + "[" + index++ + "]";
      if (item instanceof Node.MapNode map) {
        found.add(new FieldReader(file, child(at), map, problems));
      } else {
        problem(item.line(), at, "expected a table of fields, met " + shown(item));
      }
    }
    return found;
  }

  /** The items of a list of scalars, as text; one scalar alone is a list of it. */
  public List<String> textList(String field) {
    List<String> found = new ArrayList<>();
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return found;
    }
    List<Node> items = value instanceof Node.ListNode list ? list.items() : List.of(value);
    for (Node item : items) {
      if (item instanceof Node.ScalarNode scalar && !scalar.text().isEmpty()) {
        found.add(scalar.text());
      } else {
        problem(item.line(), field, "expected a list of texts, met " + shown(item));
      }
    }
    return found;
  }

  /** The entries of a mapping whose keys are free and whose values are scalars, as text. */
  public Map<String, String> texts(String field) {
    Map<String, String> found = new LinkedHashMap<>();
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return found;
    }
    if (!(value instanceof Node.MapNode map)) {
      problem(value.line(), field, "expected a table of texts, met " + shown(value));
      return found;
    }
    map.entries()
        .forEach(
            (key, entry) -> {
              if (entry.value() instanceof Node.ScalarNode scalar) {
                found.put(key, scalar.text());
              } else {
                problem(
                    entry.line(), field + "." + key, "expected text, met " + shown(entry.value()));
              }
            });
    return found;
  }

  /** The plain tree below a field that must be a table. */
  Node.@Nullable MapNode tree(String field) {
    return table(field).map(reader -> reader.node).orElse(null);
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.ScalarNode scalar && scalar.value() == null;
  }

  private static String shown(Node node) {
    if (node instanceof Node.ScalarNode scalar) {
      return scalar.text().isEmpty() ? "nothing" : scalar.text();
    }
    return node instanceof Node.ListNode ? "a list" : "a table";
  }
}
