package io.autohelm.agent.declaration;

import io.autohelm.engine.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Renders the texts of a tree that was read from YAML; each piece keeps its place. A text that is
 * one expression becomes what the expression stands for.
 */
final class RenderedNodes {
  private final DeclarationTemplate template;
  private final Map<String, ?> variables;
  private final BiConsumer<Node, String> problems;

  /**
   * @param problems takes the node whose text cannot be rendered, and why
   */
  RenderedNodes(
      DeclarationTemplate template, Map<String, ?> variables, BiConsumer<Node, String> problems) {
    this.template = template;
    this.variables = variables;
    this.problems = problems;
  }

  Node.MapNode table(Node.MapNode map) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, entry) ->
                entries.put(
                    key,
                    new Node.Entry(
                        entry.key(), entry.line(), entry.column(), rendered(entry.value()))));
    return new Node.MapNode(entries, map.repeated(), map.line(), map.column());
  }

  private Node rendered(Node node) {
    if (node instanceof Node.MapNode map) {
      return table(map);
    }
    if (node instanceof Node.ListNode list) {
      List<Node> items = new ArrayList<>();
      list.items().forEach(item -> items.add(rendered(item)));
      return new Node.ListNode(items, list.line(), list.column());
    }
    return node instanceof Node.ScalarNode scalar && scalar.value() instanceof String text
        ? rendered(scalar, text)
        : node;
  }

  private Node rendered(Node.ScalarNode scalar, String text) {
    if (!DeclarationTemplate.isTemplate(text)) {
      return scalar;
    }
    if (DeclarationTemplate.isExpression(text)) {
      DeclarationTemplate.Value value = template.evaluate(text, variables);
      if (!value.message().isEmpty()) {
        problems.accept(scalar, "Jinja: " + value.message());
        return scalar;
      }
      return node(value.value(), scalar, 0);
    }
    DeclarationTemplate.Outcome outcome = template.render(text, variables);
    if (outcome.text() == null) {
      problems.accept(scalar, "Jinja: " + outcome.message());
      return scalar;
    }
    return new Node.ScalarNode(outcome.text(), outcome.text(), scalar.line(), scalar.column());
  }

  /** Plain data at the place of the expression that it came from. */
  private static Node node(@Nullable Object value, Node place, int depth) {
    if (value instanceof Map<?, ?> map && depth < 100) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      map.forEach(
          (key, item) ->
              entries.put(
                  String.valueOf(key),
                  new Node.Entry(
                      String.valueOf(key),
                      place.line(),
                      place.column(),
                      node(item, place, depth + 1))));
      return new Node.MapNode(entries, List.of(), place.line(), place.column());
    }
    if (value instanceof List<?> list && depth < 100) {
      List<Node> items = new ArrayList<>();
      list.forEach(item -> items.add(node(item, place, depth + 1)));
      return new Node.ListNode(items, place.line(), place.column());
    }
    Object plain = value;
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      plain = ((Number) value).longValue();
    } else if (value instanceof Float || value instanceof java.math.BigDecimal) {
      plain = ((Number) value).doubleValue();
    } else if (value != null && !(value instanceof Number) && !(value instanceof Boolean)) {
      plain = value.toString();
    }
    return new Node.ScalarNode(plain, String.valueOf(plain), place.line(), place.column());
  }
}
