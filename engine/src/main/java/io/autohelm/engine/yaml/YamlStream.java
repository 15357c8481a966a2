package io.autohelm.engine.yaml;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a document that is too large to hold: one mapping of lists is walked, and each list item is
 * handed over by itself. What is not wanted costs its parsing and no memory.
 */
public final class YamlStream {
  /** Takes one item of a list. */
  @FunctionalInterface
  public interface Items {
    /**
     * Takes an item.
     *
     * @param key the list's key
     * @param item Map, List and String; scalars are the text as written, an empty one is the empty
     *     string
     */
    void take(String key, Object item);
  }

  private static final int MAX_DEPTH = 100;

  private final Iterator<Event> events;

  private YamlStream(Iterator<Event> events) {
    this.events = events;
  }

  /**
   * Walks the mapping below the top-level key {@code field}, whose values are lists.
   *
   * @param wanted which of its keys' items are handed over
   * @return whether the field was there
   * @throws YamlException when the text is not such a document; what was handed over before stands
   */
  public static boolean items(Reader text, String field, Predicate<String> wanted, Items items) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    ParserImpl parser = new ParserImpl(new StreamReader(text), options);
    YamlStream stream =
        new YamlStream(
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return parser.peekEvent() != null;
              }

              @Override
              public Event next() {
                return parser.getEvent();
              }
            });
    try {
      return stream.run(field, wanted, items);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new YamlException(
          "yaml: " + (mark == null ? "" : "line " + (mark.getLine() + 1) + ": ") + e.getProblem(),
          mark == null ? 0 : mark.getLine() + 1,
          mark == null ? 0 : mark.getColumn() + 1);
    } catch (YAMLException e) {
      throw new YamlException("yaml: " + e.getMessage());
    }
  }

  private Event next() {
    if (!events.hasNext()) {
      throw new YamlException("yaml: the document ends too early");
    }
    return events.next();
  }

  private boolean run(String field, Predicate<String> wanted, Items items) {
    Event event = next();
    while (!(event instanceof MappingStartEvent)) {
      if (event.is(Event.ID.StreamEnd)
          || event instanceof ScalarEvent
          || event instanceof SequenceStartEvent) {
        throw wrong(event, "a table was expected");
      }
      event = next();
    }
    boolean found = false;
    for (Event key = next(); !(key instanceof MappingEndEvent); key = next()) {
      if (text(key).equals(field)) {
        found = true;
        lists(next(), wanted, items);
      } else {
        skip(next());
      }
    }
    return found;
  }

  private void lists(Event start, Predicate<String> wanted, Items items) {
    if (start instanceof ScalarEvent scalar && isNull(scalar)) {
      return;
    }
    if (!(start instanceof MappingStartEvent)) {
      throw wrong(start, "a table was expected");
    }
    for (Event key = next(); !(key instanceof MappingEndEvent); key = next()) {
      String name = text(key);
      Event value = next();
      if (!wanted.test(name)) {
        skip(value);
      } else if (value instanceof SequenceStartEvent) {
        for (Event item = next(); !(item instanceof SequenceEndEvent); item = next()) {
          items.take(name, tree(item, 0));
        }
      } else if (!(value instanceof ScalarEvent scalar && isNull(scalar))) {
        throw wrong(value, "a list was expected");
      }
    }
  }

  private static boolean isNull(ScalarEvent scalar) {
    return scalar.isPlain()
        && (scalar.getValue().isEmpty()
            || scalar.getValue().equals("null")
            || scalar.getValue().equals("~"));
  }

  private Object tree(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong(event, "nested too deeply");
    }
    if (event instanceof ScalarEvent scalar) {
      return isNull(scalar) ? "" : scalar.getValue();
    }
    if (event instanceof SequenceStartEvent) {
      List<Object> list = new ArrayList<>();
      for (Event item = next(); !(item instanceof SequenceEndEvent); item = next()) {
        list.add(tree(item, depth + 1));
      }
      return list;
    }
    if (event instanceof MappingStartEvent) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (Event key = next(); !(key instanceof MappingEndEvent); key = next()) {
        map.put(text(key), tree(next(), depth + 1));
      }
      return map;
    }
    throw wrong(
        event, event instanceof AliasEvent ? "aliases are not taken here" : "a value was expected");
  }

  private static String text(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getValue();
    }
    throw wrong(event, "a key was expected");
  }

  private void skip(Event event) {
    int depth = 0;
    for (Event current = event; ; current = next()) {
      if (current instanceof MappingStartEvent || current instanceof SequenceStartEvent) {
        depth++;
      } else if (current instanceof MappingEndEvent || current instanceof SequenceEndEvent) {
        depth--;
      }
      if (depth == 0) {
        return;
      }
    }
  }

  private static YamlException wrong(Event event, String message) {
    Mark mark = event.getStartMark();
    int line = mark == null ? 0 : mark.getLine() + 1;
    return new YamlException(
        "yaml: line " + line + ": " + message, line, mark == null ? 0 : mark.getColumn() + 1);
  }
}
