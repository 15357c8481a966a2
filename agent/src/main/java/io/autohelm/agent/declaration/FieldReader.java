package io.autohelm.agent.declaration;

import io.autohelm.engine.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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
  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_BLOCK = 1 << 20;

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

  /** Where the mapping begins. */
  Place place() {
    return new Place(node.line(), node.column());
  }

  private String child(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** Tells of a problem; the column is that of the field's value, or of its name. */
  public void problem(int line, String field, String message) {
    problem(line, columnOf(line, field), field, message);
  }

  private void problem(int line, int column, String field, String message) {
    problems.accept(
        new Problem(file, line, column, field.isEmpty() ? path : child(field), message));
  }

  private void problem(Node value, String field, String message) {
    problem(value.line(), value.column(), field, message);
  }

  private int columnOf(int line, String field) {
    Node.Entry entry = node.entries().get(field);
    if (entry != null && entry.value().line() == line && !isNull(entry.value())) {
      return entry.value().column();
    }
    if (entry != null && entry.line() == line) {
      return entry.column();
    }
    return node.line() == line ? node.column() : 0;
  }

  /**
   * Complains of fields that are not known, with the nearest one that is, and of fields given
   * twice.
   */
  public void allow(String... known) {
    allow(new String[0], known);
  }

  /** As {@link #allow(String...)}, with fields that somebody else reads. */
  void allow(String[] others, String... known) {
    Set<String> names = new HashSet<>(List.of(known));
    names.addAll(List.of(others));
    for (Map.Entry<String, Node.Entry> entry : node.entries().entrySet()) {
      if (!names.contains(entry.getKey())) {
        problem(
            entry.getValue().line(),
            entry.getValue().column(),
            entry.getKey(),
            "unknown field"
                + Suggestions.nearest(entry.getKey(), names)
                    .map(near -> "; did you mean " + near + "?")
                    .orElseGet(() -> "; expected one of " + String.join(", ", sorted(names))));
      }
    }
    for (Node.Entry again : node.repeated()) {
      problem(again.line(), again.column(), again.key(), "is given twice");
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  public boolean has(String field) {
    return node.get(field) != null;
  }

  /** Whether the field is missing or says nothing. */
  boolean isAbsent(String field) {
    Node value = node.get(field);
    return value == null || isNull(value);
  }

  public int lineOf(String field) {
    Node.Entry entry = node.entries().get(field);
    return entry == null ? node.line() : entry.line();
  }

  /** A text on one line. */
  public Optional<String> text(String field) {
    return text(field, LONGEST_LINE, false);
  }

  /** A text that may have several lines. */
  public Optional<String> block(String field) {
    return text(field, LONGEST_BLOCK, true);
  }

  /** The texts of a list, by their places, for example {@code paths[0]}. */
  Map<String, String> lines(String field) {
    Map<String, String> found = new LinkedHashMap<>();
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return found;
    }
    if (!(value instanceof Node.ListNode list)) {
      problem(value, field, "expected a list, met " + shown(value));
      return found;
    }
    int index = 0;
    for (Node item : list.items()) {
      String at = field + "[" + index++ + "]";
      text(item, at, LONGEST_LINE, false).ifPresent(text -> found.put(at, text));
    }
    return found;
  }

  private Optional<String> text(String field, int longest, boolean isBlock) {
    Node value = node.get(field);
    return value == null || isNull(value) ? Optional.empty() : text(value, field, longest, isBlock);
  }

  private Optional<String> text(Node value, String field, int longest, boolean isBlock) {
    if (!(value instanceof Node.ScalarNode scalar) || !(scalar.value() instanceof String text)) {
      String quotes = value instanceof Node.ScalarNode ? "; put it in quotes" : "";
      problem(value, field, "expected text, met " + shown(value) + quotes);
      return Optional.empty();
    }
    if (text.length() > longest) {
      problem(
          value, field, "expected at most " + longest + " characters, met " + Shown.value(text));
      return Optional.empty();
    }
    if (text.chars().anyMatch(c -> isControl(c, isBlock))) {
      problem(
          value,
          field,
          "expected text without control characters"
              + (isBlock ? "" : " on one line")
              + ", met "
              + Shown.value(text));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static boolean isControl(int c, boolean isBlock) {
    return Character.isISOControl(c) && !(isBlock && (c == '\n' || c == '\r' || c == '\t'));
  }

  public String requiredText(String field) {
    return required(field, text(field));
  }

  String requiredBlock(String field) {
    return required(field, block(field));
  }

  private String required(String field, Optional<String> text) {
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
    problem(value, field, "expected true or false, met " + shown(value));
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
        value,
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
      problem(value, field, "expected a duration such as 30s or 10m, met " + shown(value));
      return otherwise;
    }
    if (read.get().compareTo(min) < 0) {
      problem(value, field, "must be at least " + min.toSeconds() + "s, met " + shown(value));
      return otherwise;
    }
    return read.get();
  }

  <E extends Enum<E>> E choice(String field, E otherwise, Class<E> type) {
    return choice(field, otherwise, type, Map.of());
  }

  /**
   * @param synonyms more words that are understood
   */
  <E extends Enum<E>> E choice(String field, E otherwise, Class<E> type, Map<String, E> synonyms) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return otherwise;
    }
    E synonym = synonyms.get(word(value));
    if (synonym != null) {
      return synonym;
    }
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(ArrayList::new));
    // YAML reads a bare off as false.
    boolean isOff = value instanceof Node.ScalarNode scalar && Boolean.FALSE.equals(scalar.value());
    int chosen = names.indexOf(isOff ? "off" : word(value));
    if (chosen < 0) {
      names.addAll(synonyms.keySet());
      unknownWord(value, field, names);
      return otherwise;
    }
    return type.getEnumConstants()[chosen];
  }

  /** One of some words; absent where none is given, or another one, which is a problem. */
  Optional<String> word(String field, List<String> known) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return Optional.empty();
    }
    String word = word(value);
    if (!known.contains(word)) {
      unknownWord(value, field, known);
      return Optional.empty();
    }
    return Optional.of(word);
  }

  private static String word(Node value) {
    return value instanceof Node.ScalarNode scalar && scalar.value() instanceof String text
        ? text
        : "";
  }

  private void unknownWord(Node value, String field, List<String> known) {
    problem(
        value,
        field,
        "expected one of "
            + String.join(", ", known)
            + ", met "
            + shown(value)
            + Suggestions.nearest(word(value), known)
                .map(near -> "; did you mean " + near + "?")
                .orElse(""));
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
    problem(value, field, "expected a table of fields, met " + shown(value));
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
      problem(value, field, "expected a list, met " + shown(value));
      return found;
    }
    int index = 0;
    for (Node item : list.items()) {
      String at = field + "[" + index++ + "]";
      if (item instanceof Node.MapNode map) {
        found.add(new FieldReader(file, child(at), map, problems));
      } else {
        problem(item, at, "expected a table of fields, met " + shown(item));
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
    int index = 0;
    for (Node item : items) {
      String at = value instanceof Node.ListNode ? field + "[" + index++ + "]" : field;
      if (item instanceof Node.ScalarNode scalar && !scalar.text().isEmpty()) {
        found.add(scalar.text());
      } else {
        problem(item, at, "expected a list of texts, met " + shown(item));
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
      problem(value, field, "expected a table of texts, met " + shown(value));
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

  /** The plain tree below a field that must be a table; what it holds may be secret. */
  Node.@Nullable MapNode tree(String field) {
    Node value = node.get(field);
    if (value == null || isNull(value)) {
      return null;
    }
    if (value instanceof Node.MapNode map) {
      return map;
    }
    problem(
        value,
        field,
        "expected a table of fields, met "
            + (value instanceof Node.ListNode ? "a list" : "a single value"));
    return null;
  }

  /** The table itself. */
  Node.MapNode node() {
    return node;
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.ScalarNode scalar && scalar.value() == null;
  }

  private static String shown(Node node) {
    if (node instanceof Node.ScalarNode scalar) {
      return scalar.text().isEmpty() ? "nothing" : Shown.value(scalar.text());
    }
    return node instanceof Node.ListNode ? "a list" : "a table";
  }
}
