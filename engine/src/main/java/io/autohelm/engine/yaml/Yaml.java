package io.autohelm.engine.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * YAML as Helm reads and prints it: the rules of {@code sigs.k8s.io/yaml} 1.6 over go-yaml 2.
 *
 * <p>What is knowingly read otherwise than by go-yaml, all of it rare: a tab that begins a line
 * inside a multi-line plain scalar is refused, and {@code {x:}} holds the key {@code x}, not {@code
 * x:}.
 *
 * <p>Limits: 1000 levels of nesting, and go-yaml's own measure against aliases that multiply.
 */
public final class Yaml {
  private Yaml() {}

  /**
   * Reads the first document as Helm reads values: every number becomes a {@code Double}, keys
   * become strings, of a repeated key the last one wins. Later documents are not looked at.
   *
   * @return a tree of Map, List, String, Boolean, Double and null; null for an empty document
   * @throws YamlException worded as Go's error
   */
  public static @Nullable Object parse(String text) {
    Object quick = BlockReader.read(text, false);
    return quick == BlockReader.UNREAD ? floating(located(text)) : quick;
  }

  /**
   * As {@link #parse}, for a reader who looks at some of the document's keys alone.
   *
   * @param keys of the document's own mapping; others may be missing from the tree, or their values
   *     be incomplete
   */
  public static @Nullable Object parseSome(String text, Set<String> keys) {
    Object quick = BlockReader.read(text, false, keys);
    return quick == BlockReader.UNREAD ? parse(text) : quick;
  }

  /**
   * As {@link #parse}, with integers kept exactly ({@code Long}, or {@code BigInteger} up to 64
   * unsigned bits), as manifests need on their way to an API server.
   */
  public static @Nullable Object parseExact(String text) {
    Object quick = BlockReader.read(text, true);
    return quick == BlockReader.UNREAD ? located(text) : quick;
  }

  /** Read with all care; whoever reads quickly must come to the same. */
  static @Nullable Object located(String text) {
    Node node = parseLocated(text);
    return node == null ? null : node.plain();
  }

  /** The first document as located nodes, or null where there is none. */
  public static @Nullable Node parseLocated(String text) {
    return Documents.first(text);
  }

  /**
   * Every document of a stream, in order; an empty one has a null root.
   *
   * @throws YamlException for the first document that cannot be read
   */
  public static List<Document> parseDocuments(String text) {
    return Documents.all(text);
  }

  /**
   * A document of a stream.
   *
   * @param root its content
   * @param line the line on which its content begins, counted from 1 in the stream
   */
  public record Document(@Nullable Node root, int line) {}

  /**
   * Prints a tree exactly as Go's {@code sigs.k8s.io/yaml.Marshal}, with a line break at the end.
   * Numbers other than Double and Float print by their {@code toString()}.
   *
   * @throws YamlException for infinities, NaN, and text that Go cannot print either
   */
  public static String print(@Nullable Object tree) {
    return YamlPrinter.print(tree);
  }

  /** Prints a tree as Helm 4's {@code toYamlPretty}: go-yaml 3 with sequences indented by two. */
  public static String printPretty(@Nullable Object tree) {
    return YamlPrinter.printPretty(tree);
  }

  private static @Nullable Object floating(@Nullable Object tree) {
    if (tree instanceof Number number) return number.doubleValue();
    if (tree instanceof List<?> list) {
      List<@Nullable Object> floating = new ArrayList<>(list.size());
      for (Object item : list) floating.add(floating(item));
      return floating;
    }
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> floating = new LinkedHashMap<>();
      map.forEach((key, value) -> floating.put((String) key, floating(value)));
      return floating;
    }
    return tree;
  }
}
