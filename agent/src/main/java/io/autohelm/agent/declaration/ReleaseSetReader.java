package io.autohelm.agent.declaration;

import io.autohelm.engine.yaml.Node;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ReleaseSet: a template of a release, rendered for each element of its generators. What is
 * wrong is told at its place in the template, with the first element for which it is so.
 */
final class ReleaseSetReader {
  /** Reads what the template was rendered to: {@code metadata} and {@code spec} of a release. */
  interface Body {
    /**
     * Reads a release.
     *
     * @param line where the template begins
     * @param inFile from where a field was read to where it stands in the file
     */
    @Nullable DesiredRelease read(FieldReader release, int line, UnaryOperator<Place> inFile);
  }

  private final String file;
  private final SourceFiles files;
  private final Map<String, ?> variables;
  private final Body body;
  private final DeclarationTemplate template = new DeclarationTemplate();

  ReleaseSetReader(String file, SourceFiles files, Map<String, ?> variables, Body body) {
    this.file = file;
    this.files = files;
    this.variables = variables;
    this.body = body;
  }

  List<DesiredRelease> read(FieldReader top, Consumer<Problem> problems) {
    List<Problem> found = new ArrayList<>();
    FieldReader metadata = top.table("metadata").orElse(null);
    if (metadata != null) {
      metadata.allow("name", "labels", "annotations");
      metadata.requiredText("name");
      metadata.texts("labels");
      metadata.texts("annotations");
    }
    FieldReader spec = top.table("spec").orElse(null);
    for (String part : List.of("metadata", "spec")) {
      if (top.isAbsent(part)) {
        top.problem(top.lineOf(part), part, "is required");
        return List.of();
      }
    }
    if (spec == null) {
      return List.of();
    }
    spec.allow("generators", "template");
    if (spec.isAbsent("template")) {
      spec.problem(spec.line(), "template", "is required");
      return List.of();
    }
    Node whole = spec.node().get("template");
    if (!(whole instanceof Node.MapNode)
        && !(whole instanceof Node.ScalarNode text && text.value() instanceof String)) {
      spec.problem(spec.lineOf("template"), "template", "expected a table of fields or a text");
      return List.of();
    }
    // Places in lists of generators may be variables; the template is rendered later.
    Map<String, Node.Entry> rest = new LinkedHashMap<>(spec.node().entries());
    rest.remove("template");
    Node.MapNode generators =
        new RenderedNodes(
                template,
                variables,
                (node, why) ->
                    found.add(new Problem(file, node.line(), node.column(), "spec", why)))
            .table(new Node.MapNode(rest, List.of(), spec.line(), 1));
    List<Generators.Element> elements =
        new Generators(files).read(new FieldReader(file, "spec", generators, found::add));
    found.forEach(problems);
    return found.isEmpty()
        ? releases(whole, spec.lineOf("template"), elements, problems)
        : List.of();
  }

  private List<DesiredRelease> releases(
      Node whole, int line, List<Generators.Element> elements, Consumer<Problem> problems) {
    List<DesiredRelease> releases = new ArrayList<>();
    Map<Problem, List<String>> told = new LinkedHashMap<>();
    Map<ReleaseId, String> first = new LinkedHashMap<>();
    for (Generators.Element element : elements) {
      Consumer<Problem> tell =
          problem -> told.computeIfAbsent(problem, key -> new ArrayList<>()).add(element.label());
      DesiredRelease release = release(whole, line, element, tell);
      if (release != null) {
        String other = first.putIfAbsent(release.id(), element.label());
        if (other == null) {
          releases.add(release);
        } else {
          tell.accept(
              new Problem(
                  file,
                  line,
                  "spec.template.metadata.name",
                  "release " + release.id() + " is made already for " + other));
        }
      }
    }
    told.forEach(
        (problem, labels) ->
            problems.accept(
                new Problem(
                    problem.file(),
                    problem.line(),
                    problem.column(),
                    problem.path(),
                    problem.message()
                        + " (for "
                        + Shown.value(labels.get(0))
                        + (labels.size() > 1 ? " and " + (labels.size() - 1) + " more" : "")
                        + ")")));
    return releases;
  }

  private @Nullable DesiredRelease release(
      Node whole, int line, Generators.Element element, Consumer<Problem> problems) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(variables);
    all.putAll(element.variables());
    List<Problem> found = new ArrayList<>();
    boolean isTable = whole instanceof Node.MapNode;
    Node.MapNode rendered =
        whole instanceof Node.MapNode map
            ? new RenderedNodes(
                    template,
                    all,
                    (node, why) ->
                        found.add(
                            new Problem(file, node.line(), node.column(), "spec.template", why)))
                .table(map)
            : parsed((Node.ScalarNode) whole, all, found);
    DesiredRelease release = null;
    if (rendered != null && found.isEmpty()) {
      // In a text, columns are those of what it was rendered to.
      release =
          body.read(
              new FieldReader(file, "spec.template", rendered, found::add),
              line,
              place -> isTable ? place : new Place(place.line(), 0));
    }
    found.forEach(problem -> problems.accept(isTable ? problem : problem.at(problem.line(), 0)));
    return found.isEmpty() ? release : null;
  }

  private Node.@Nullable MapNode parsed(
      Node.ScalarNode whole, Map<String, @Nullable Object> all, List<Problem> found) {
    // A block begins on the line below its key.
    int above = whole.line();
    DeclarationTemplate.Outcome outcome = template.render(whole.text(), all);
    if (outcome.text() == null) {
      String why = "Jinja: " + outcome.message();
      found.add(new Problem(file, above + outcome.line(), "spec.template", why));
      return null;
    }
    try {
      if (Yaml.parseLocated(outcome.text()) instanceof Node.MapNode map) {
        RenderedLines lines = DeclarationTemplate.lines(whole.text(), outcome.text(), all);
        return moved(map, line -> above + lines.inSource(line));
      }
      found.add(new Problem(file, above + 1, "spec.template", "expected a table of fields"));
    } catch (YamlException e) {
      String why = String.valueOf(e.getMessage());
      found.add(new Problem(file, above + e.line(), "spec.template", why));
    }
    return null;
  }

  /** The tree with the lines of the file. */
  private static Node.MapNode moved(Node.MapNode map, IntUnaryOperator lines) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, entry) ->
                entries.put(
                    key,
                    new Node.Entry(
                        entry.key(),
                        lines.applyAsInt(entry.line()),
                        entry.column(),
                        movedNode(entry.value(), lines))));
    return new Node.MapNode(entries, map.repeated(), lines.applyAsInt(map.line()), map.column());
  }

  private static Node movedNode(Node node, IntUnaryOperator lines) {
    int line = lines.applyAsInt(node.line());
    if (node instanceof Node.MapNode map) {
      return moved(map, lines);
    }
    if (node instanceof Node.ListNode list) {
      return new Node.ListNode(
          list.items().stream().map(item -> movedNode(item, lines)).toList(), line, node.column());
    }
    Node.ScalarNode scalar = (Node.ScalarNode) node;
    return new Node.ScalarNode(scalar.value(), scalar.text(), line, scalar.column());
  }
}
