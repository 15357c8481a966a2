package io.autohelm.engine.yaml;

import io.autohelm.engine.yaml.Documents.Written;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives one document its meaning: scalars by their rules, aliases, merge keys, keys as text. */
final class Resolution {
  private static final String CONVERTING = "error converting YAML to JSON: ";

  private final Set<String> open = new HashSet<>();
  private int steps;
  private int aliasSteps;
  private int aliasDepth;

  /** A key that JSON cannot have: an error only where no later entry takes its table's place. */
  private static final class UnsupportedKey extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final YamlException told;

    UnsupportedKey(YamlException told) {
      super(told.getMessage(), told, false, false);
      this.told = told;
    }
  }

  /** The whole of a document. */
  Node root(Written written) {
    try {
      return node(written);
    } catch (UnsupportedKey e) {
      throw e.told;
    }
  }

  private Node node(Written written) {
    count(written);
    if (written instanceof Written.Scalar scalar) return scalar(scalar);
    if (written instanceof Written.Sequence sequence) {
      List<Node> items = new ArrayList<>(sequence.items().size());
      for (Written item : sequence.items()) items.add(node(item));
      return new Node.ListNode(items, sequence.line(), sequence.column());
    }
    if (written instanceof Written.Mapping mapping) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      List<Node.Entry> repeated = new ArrayList<>();
      Map<String, UnsupportedKey> broken = new LinkedHashMap<>();
      fill(mapping, entries, repeated, broken);
      for (UnsupportedKey first : broken.values()) {
        throw first;
      }
      return new Node.MapNode(entries, repeated, mapping.line(), mapping.column());
    }
    Written.Alias alias = (Written.Alias) written;
    enter(alias);
    Node target = node(alias.target());
    leave(alias);
    return target;
  }

  private void enter(Written.Alias alias) {
    if (!open.add(alias.name())) {
      throw at(alias, "yaml: anchor '%s' value contains itself".formatted(alias.name()));
    }
    aliasDepth++;
  }

  private void leave(Written.Alias alias) {
    aliasDepth--;
    open.remove(alias.name());
  }

  /** Go-yaml's measure: the larger the document, the smaller the share that aliases may repeat. */
  private void count(Written written) {
    steps++;
    if (aliasDepth > 0) aliasSteps++;
    if (aliasSteps <= 100 || steps <= 1000) return;
    double allowed = 0.99 - 0.89 * (steps - 400_000) / 3_600_000.0;
    if ((double) aliasSteps / steps > Math.max(0.10, Math.min(0.99, allowed))) {
      throw at(written, "yaml: document contains excessive aliasing");
    }
  }

  private void fill(
      Written.Mapping mapping,
      Map<String, Node.Entry> entries,
      List<Node.Entry> repeated,
      Map<String, UnsupportedKey> broken) {
    Set<String> here = new HashSet<>();
    for (int i = 0; i < mapping.pairs().size(); i += 2) {
      Written key = mapping.pairs().get(i);
      Written value = mapping.pairs().get(i + 1);
      if (isMerge(key)) {
        merge(value, entries, broken);
        continue;
      }
      Node resolved = node(key);
      Node content;
      UnsupportedKey fault = null;
      try {
        content = node(value);
      } catch (UnsupportedKey e) {
        fault = e;
        content = new Node.ScalarNode(null, "", value.line(), value.column());
      }
      Node.Entry entry =
          new Node.Entry(keyText(resolved, content), key.line(), key.column(), content);
      if (!here.add(entry.key())) repeated.add(entry);
      entries.put(entry.key(), entry);
      broken.remove(entry.key());
      if (fault != null) broken.put(entry.key(), fault);
    }
  }

  private static boolean isMerge(Written key) {
    return key instanceof Written.Scalar scalar
        && scalar.text().equals("<<")
        && (scalar.plain() || ScalarRules.MERGE.equals(scalar.tag()));
  }

  private void merge(
      Written value, Map<String, Node.Entry> entries, Map<String, UnsupportedKey> broken) {
    if (value instanceof Written.Sequence sequence) {
      count(sequence);
      // What stands earlier in the list takes precedence, so it is put last.
      for (int i = sequence.items().size() - 1; i >= 0; i--) {
        mergeOne(sequence.items().get(i), entries, broken);
      }
    } else {
      mergeOne(value, entries, broken);
    }
  }

  private void mergeOne(
      Written value, Map<String, Node.Entry> entries, Map<String, UnsupportedKey> broken) {
    count(value);
    if (value instanceof Written.Mapping mapping) {
      fill(mapping, entries, new ArrayList<>(), broken);
    } else if (value instanceof Written.Alias alias
        && alias.target() instanceof Written.Mapping mapping) {
      enter(alias);
      count(mapping);
      fill(mapping, entries, new ArrayList<>(), broken);
      leave(alias);
    } else {
      throw at(value, "yaml: map merge requires map or sequence of maps as the value");
    }
  }

  private static Node scalar(Written.Scalar scalar) {
    return new Node.ScalarNode(value(scalar), scalar.text(), scalar.line(), scalar.column());
  }

  private static @Nullable Object value(Written.Scalar scalar) {
    if (scalar.tag() == null && !scalar.plain()) return scalar.text();
    ScalarRules.Meaning meaning;
    try {
      meaning =
          scalar.tag() == null
              ? ScalarRules.meaning(scalar.text())
              : ScalarRules.meaning(scalar.tag(), scalar.text());
    } catch (YamlException failure) {
      throw at(scalar, String.valueOf(failure.getMessage()));
    }
    return meaning.tag().equals(ScalarRules.BINARY) ? decoded(scalar) : meaning.value();
  }

  private static String decoded(Written.Scalar scalar) {
    try {
      String joined = scalar.text().replace("\n", "").replace("\r", "");
      if (joined.length() % 4 != 0) throw new IllegalArgumentException("padding is missing");
      return utf8(Base64.getDecoder().decode(joined));
    } catch (IllegalArgumentException notBase64) {
      throw at(scalar, "yaml: !!binary value contains invalid base64 data");
    }
  }

  /** Each byte that is no part of a character becomes a replacement character of its own. */
  private static String utf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (decoder.decode(in, out, true).isMalformed()) {
      in.get();
      out.put('\uFFFD');
    }
    return out.flip().toString();
  }

  private static String keyText(Node key, Node value) {
    if (!(key instanceof Node.ScalarNode scalar)) {
      throw at(key, "yaml: invalid map key: " + GoSyntax.of(key));
    }
    Object plain = scalar.value();
    if (plain instanceof String text) return text;
    if (plain instanceof Double number) return floatKey(number);
    if (plain == null || plain instanceof BigInteger) {
      throw new UnsupportedKey(
          at(
              key,
              "unsupported map key of type: %s, key: %s, value: %s"
                  .formatted(
                      plain == null ? "%!s(<nil>)" : "uint64",
                      plain == null ? "<nil>" : GoSyntax.of(plain),
                      value.plain() == null ? "<nil>" : GoSyntax.of(value))));
    }
    return plain.toString();
  }

  /** Keys that are numbers with a point are rounded to 32 bits: so Go does it. */
  private static String floatKey(double number) {
    if (Double.isNaN(number)) return ".nan";
    float rounded = (float) number;
    if (Float.isInfinite(rounded)) return rounded > 0 ? ".inf" : "-.inf";
    return FloatText.general(rounded);
  }

  private static YamlException at(Written written, String problem) {
    return new YamlException(CONVERTING + problem, written.line(), written.column());
  }

  private static YamlException at(Node node, String problem) {
    return new YamlException(CONVERTING + problem, node.line(), node.column());
  }

  /** Helm's YAML goes through JSON, which knows no infinities. */
  static void checkFinite(Node node) {
    if (node instanceof Node.ScalarNode scalar) {
      if (scalar.value() instanceof Double number && (number.isNaN() || number.isInfinite())) {
        throw at(node, "json: unsupported value: " + infinite(number));
      }
    } else if (node instanceof Node.ListNode list) {
      list.items().forEach(Resolution::checkFinite);
    } else if (node instanceof Node.MapNode map) {
      map.entries().values().forEach(entry -> checkFinite(entry.value()));
    }
  }

  static String infinite(double number) {
    return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
  }
}
