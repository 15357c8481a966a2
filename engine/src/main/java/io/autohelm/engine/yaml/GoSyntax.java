package io.autohelm.engine.yaml;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values in Go's own syntax, as they stand in error texts. */
final class GoSyntax {
  private GoSyntax() {}

  static String of(Node node) {
    if (node instanceof Node.MapNode map) {
      Map<String, Node.Entry> sorted = new TreeMap<>(map.entries());
      return sorted.values().stream()
          .map(entry -> of(entry.key()) + ":" + of(entry.value()))
          .collect(Collectors.joining(", ", "map[interface {}]interface {}{", "}"));
    }
    if (node instanceof Node.ListNode list) {
      return list.items().stream()
          .map(GoSyntax::of)
          .collect(Collectors.joining(", ", "[]interface {}{", "}"));
    }
    return of(((Node.ScalarNode) node).value());
  }

  static String of(@Nullable Object value) {
    if (value == null) return "interface {}(nil)";
    if (value instanceof String text) {
      return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
    if (value instanceof BigInteger number) return "0x" + number.toString(16);
    if (!(value instanceof Double number)) return value.toString();
    return Double.isFinite(number) ? FloatText.general(number) : Resolution.infinite(number);
  }
}
