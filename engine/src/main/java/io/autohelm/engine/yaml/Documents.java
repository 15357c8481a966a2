package io.autohelm.engine.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * Reads a stream by SnakeYAML's events into pieces as written; {@link Resolution} gives meaning.
 */
final class Documents {
  static final int MAX_DEPTH = 1000;

  /** Scalars, lists and maps in one stream; what a chart may hold in files is far less. */
  static final int MAX_PIECES = 1_000_000;

  private int pieces;

  private final String text;
  private final ParserImpl parser;
  private Map<String, Written> anchors = new HashMap<>();

  private Documents(String text) {
    this.text = text;
    parser = new ParserImpl(new GoScanner(text));
  }

  /** A piece of a document as written: tags and aliases not yet resolved. */
  sealed interface Written {
    int line();

    int column();

    record Scalar(String text, @Nullable String tag, boolean plain, int line, int column)
        implements Written {}

    record Sequence(List<Written> items, int line, int column) implements Written {}

    /** Keys and values alternate. */
    record Mapping(List<Written> pairs, int line, int column) implements Written {}

    record Alias(String name, Written target, int line, int column) implements Written {}
  }

  static @Nullable Node first(String text) {
    try {
      Yaml.Document document = new Documents(text).next();
      return document == null ? null : document.root();
    } catch (YAMLException failure) {
      throw SyntaxErrors.worded(text, failure);
    }
  }

  static List<Yaml.Document> all(String text) {
    List<Yaml.Document> found = new ArrayList<>();
    try {
      Documents documents = new Documents(text);
      for (Yaml.Document next = documents.next(); next != null; next = documents.next()) {
        found.add(next);
      }
    } catch (YAMLException failure) {
      throw SyntaxErrors.worded(text, failure);
    }
    return found;
  }

  private Yaml.@Nullable Document next() {
    Event event = parser.getEvent();
    if (event.is(Event.ID.StreamStart)) event = parser.getEvent();
    if (event.is(Event.ID.StreamEnd)) return null;
    anchors = new HashMap<>();
    Written written = piece(parser.getEvent(), 0);
    parser.getEvent(); // the end of the document
    int line = written.line();
    Node root = new Resolution().root(written);
    Resolution.checkFinite(root);
    return new Yaml.Document(root, line);
  }

  private Written piece(Event event, int depth) {
    Mark mark = event.getStartMark();
    int line = mark.getLine() + 1;
    int column = mark.getColumn() + 1;
    if (++pieces > MAX_PIECES) {
      throw new YamlException(
          "yaml: more than " + MAX_PIECES + " values in one stream", line, column);
    }
    if (depth > MAX_DEPTH) {
      throw new YamlException("yaml: exceeded max depth of " + MAX_DEPTH, line, column);
    }
    if (event instanceof AliasEvent alias) {
      Written target = anchors.get(alias.getAnchor());
      if (target == null) {
        throw new YamlException(
            "error converting YAML to JSON: yaml: unknown anchor '%s' referenced"
                .formatted(alias.getAnchor()),
            line,
            column);
      }
      return new Written.Alias(alias.getAnchor(), target, line, column);
    }
    if (event instanceof ScalarEvent scalar) {
      return anchored(
          scalar,
          new Written.Scalar(
              scalar.getValue(),
              scalar.getTag(),
              scalar.getImplicit().canOmitTagInPlainScalar(),
              line,
              column));
    }
    List<Written> children = new ArrayList<>();
    boolean mapping = event instanceof MappingStartEvent;
    Written collection =
        anchored(
            (NodeEvent) event,
            mapping
                ? new Written.Mapping(children, line, column)
                : new Written.Sequence(children, line, column));
    Event.ID end = mapping ? Event.ID.MappingEnd : Event.ID.SequenceEnd;
    boolean blockMapping = event instanceof MappingStartEvent start && !start.isFlow();
    Event key = event;
    for (Event child = parser.getEvent(); !child.is(end); child = parser.getEvent()) {
      if (children.size() % 2 == 0) key = child;
      else if (blockMapping) SyntaxErrors.checkExplicitKey(text, key, child);
      children.add(piece(child, depth + 1));
    }
    return collection;
  }

  /** Anchors are known before what they hold, so that a piece that contains itself is noticed. */
  private Written anchored(NodeEvent event, Written written) {
    if (event.getAnchor() != null) anchors.put(event.getAnchor(), written);
    return written;
  }
}
