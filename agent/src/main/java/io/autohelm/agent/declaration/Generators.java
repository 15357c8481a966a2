package io.autohelm.agent.declaration;

import io.autohelm.engine.yaml.Node;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.generators} of a ReleaseSet: for what it makes releases. */
final class Generators {
  /** More than that is no doubt a mistake; the API server would be the first to feel it. */
  static final int MOST = 1000;

  private static final List<String> KINDS = List.of("list", "matrix", "files", "folders");

  private final SourceFiles files;

  Generators(SourceFiles files) {
    this.files = files;
  }

  /**
   * One of the things that releases are made for.
   *
   * @param label names it in problems: {@code list[2]}, or a path
   * @param variables plain data: {@code item}, and {@code file} or {@code folder}
   */
  record Element(String label, Map<String, @Nullable Object> variables) {}

  /** All elements, in the order of the generators; problems are told. */
  List<Element> read(FieldReader spec) {
    List<Element> all = new ArrayList<>();
    for (FieldReader generator : spec.tables("generators")) {
      all.addAll(elements(generator, true));
    }
    if (spec.isAbsent("generators")) {
      spec.problem(spec.line(), "generators", "is required");
    }
    if (all.size() > MOST) {
      spec.problem(
          spec.lineOf("generators"),
          "generators",
          "expected at most " + MOST + " elements, met " + all.size());
      return List.of();
    }
    return all;
  }

  private List<Element> elements(FieldReader generator, boolean mayBeMatrix) {
    List<String> kinds = mayBeMatrix ? KINDS : List.of("list", "files", "folders");
    generator.allow(kinds.toArray(String[]::new));
    List<String> given = kinds.stream().filter(generator::has).toList();
    if (given.size() > 1) {
      generator.problem(
          generator.lineOf(given.get(1)), given.get(1), "cannot stand beside " + given.get(0));
      return List.of();
    }
    if (given.isEmpty()) {
      if (generator.node().entries().isEmpty()) {
        generator.problem(generator.line(), "", "expected one of " + String.join(", ", kinds));
      }
      return List.of();
    }
    FieldReader reader = generator.table(given.get(0)).orElse(null);
    if (reader == null) {
      if (generator.isAbsent(given.get(0))) {
        generator.problem(generator.lineOf(given.get(0)), given.get(0), "is required");
      }
      return List.of();
    }
    return switch (given.get(0)) {
      case "list" -> list(reader);
      case "matrix" -> matrix(reader);
      case "files" -> files(reader);
      default -> folders(reader);
    };
  }

  private static List<Element> list(FieldReader reader) {
    reader.allow("elements");
    if (reader.isAbsent("elements")) {
      reader.problem(reader.line(), "elements", "is required");
    }
    List<Element> found = new ArrayList<>();
    for (FieldReader element : reader.tables("elements")) {
      found.add(
          new Element("list[" + found.size() + "]", variables("item", element.node().plain())));
    }
    return found;
  }

  private static Map<String, @Nullable Object> variables(String name, @Nullable Object value) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    variables.put(name, value);
    return variables;
  }

  /** Every element of one beside every element of the next. */
  private List<Element> matrix(FieldReader reader) {
    reader.allow("generators");
    if (reader.isAbsent("generators")) {
      reader.problem(reader.line(), "generators", "is required");
    }
    List<Element> all = List.of(new Element("", Map.of()));
    for (FieldReader generator : reader.tables("generators")) {
      List<Element> next = new ArrayList<>();
      for (Element right : elements(generator, false)) {
        for (Element left : all) {
          if (next.size() <= MOST) {
            next.add(both(reader, left, right));
          }
        }
      }
      all = next;
    }
    return reader.isAbsent("generators") ? List.of() : all;
  }

  private static Element both(FieldReader reader, Element left, Element right) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(left.variables());
    String label = left.label().isEmpty() ? right.label() : left.label() + " x " + right.label();
    right
        .variables()
        .forEach(
            (name, value) -> {
              Object before = variables.get(name);
              if (before instanceof Map<?, ?> below && value instanceof Map<?, ?> above) {
                variables.put(name, united(reader, label, below, above));
              } else {
                variables.put(name, value);
              }
            });
    return new Element(label, variables);
  }

  private static Map<String, @Nullable Object> united(
      FieldReader reader, String label, Map<?, ?> below, Map<?, ?> above) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    below.forEach((key, value) -> all.put(String.valueOf(key), value));
    above.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (all.containsKey(name) && !Objects.equals(all.get(name), value)) {
            reader.problem(
                reader.line(),
                "generators",
                "two generators give " + Shown.value(name) + " different values, for " + label);
          }
          all.put(name, value);
        });
    return all;
  }

  private List<Element> files(FieldReader reader) {
    List<Element> found = new ArrayList<>();
    for (String path : matching(reader, files.list("").stream().map(e -> e.path()).toList())) {
      Element element = file(reader, path);
      if (element != null) {
        found.add(element);
      }
    }
    return found;
  }

  private @Nullable Element file(FieldReader reader, String path) {
    SourceFiles.Entry entry =
        files.list(path).stream().filter(e -> e.path().equals(path)).findFirst().orElse(null);
    if (entry == null) {
      return null;
    }
    String wrong;
    try {
      Node node = Yaml.parseLocated(new String(files.read(entry), StandardCharsets.UTF_8));
      if (node instanceof Node.MapNode map) {
        Element element = new Element(path, variables("item", map.plain()));
        element.variables().put("file", place(path));
        return element;
      }
      wrong = path + ":1: expected a table";
    } catch (YamlException e) {
      wrong = path + ":" + e.line() + ": " + e.getMessage();
    }
    reader.problem(reader.lineOf("glob"), "glob", wrong);
    return null;
  }

  private List<Element> folders(FieldReader reader) {
    Set<String> all = new TreeSet<>();
    for (SourceFiles.Entry entry : files.list("")) {
      for (int slash = entry.path().lastIndexOf('/');
          slash > 0 && all.add(entry.path().substring(0, slash)); ) {
        slash = entry.path().lastIndexOf('/', slash - 1);
      }
    }
    List<Element> found = new ArrayList<>();
    for (String path : matching(reader, List.copyOf(all))) {
      found.add(new Element(path, variables("folder", place(path))));
    }
    return found;
  }

  /** The path, its last name without what follows a dot, and the folder that holds it. */
  private static Map<String, @Nullable Object> place(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    Map<String, @Nullable Object> place = new LinkedHashMap<>();
    place.put("path", path);
    place.put("name", dot > 0 ? last.substring(0, dot) : last);
    place.put("folder", path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    List<@Nullable Object> parts = new ArrayList<>(List.of(path.split("/", -1)));
    place.put("parts", parts);
    return place;
  }

  private static List<String> matching(FieldReader reader, List<String> paths) {
    reader.allow("glob", "exclude");
    String text = reader.requiredText("glob");
    Glob glob = Glob.of(text);
    List<Glob> not = reader.lines("exclude").values().stream().map(Glob::of).toList();
    if (text.isEmpty() || !SourcePaths.isInside(reader, "glob", text)) {
      return List.of();
    }
    return paths.stream()
        .filter(path -> glob.matches(path) && not.stream().noneMatch(n -> n.matches(path)))
        .sorted()
        .limit(MOST + 1L)
        .toList();
  }
}
