package io.autohelm.engine.lint;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a rendered text one by one, as Kubernetes' reader for "YAML or JSON" cuts and
 * reads them: a document begins behind a line of {@code ---}, which may carry a comment but nothing
 * else.
 */
final class ObjectStream {
  private final String text;
  private int at;
  private int line = 1;
  private boolean first = true;

  ObjectStream(String text) {
    this.text = text;
  }

  /**
   * A document.
   *
   * @param head null where the document is empty
   * @param line where it begins, or where the problem is
   * @param problem empty where it could be read
   */
  record Read(@Nullable ObjectHead head, int line, String problem) {}

  /** The next document, or null behind the last. */
  @Nullable Read next() {
    if (first) {
      first = false;
      if (text.stripLeading().startsWith("{")) {
        Read json = json();
        if (json != null) {
          return json;
        }
      }
    }
    StringBuilder document = new StringBuilder();
    int start = line;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      String next = end < 0 ? text.substring(at) : text.substring(at, end + 1);
      at += next.length();
      line++;
      if (!next.startsWith("---")) {
        if (document.length() == 0) {
          start = line - 1;
        }
        document.append(next);
        continue;
      }
      String behind = next.substring(3).strip();
      if (!behind.isEmpty() && !behind.startsWith("#")) {
        return new Read(null, line - 1, "invalid Yaml document separator: " + behind);
      }
      if (document.length() > 0) {
        return read(document.toString(), start);
      }
    }
    return document.length() == 0 ? null : read(document.toString(), start);
  }

  private static Read read(String document, int start) {
    int first = start + blankLines(document);
    try {
      Object tree = Yaml.parseExact(document);
      return new Read(tree == null ? null : ObjectHead.of(tree, false), first, "");
    } catch (YamlException e) {
      return new Read(null, start + Math.max(e.line() - 1, 0), String.valueOf(e.getMessage()));
    } catch (ObjectHead.WrongType e) {
      return new Read(
          null, first, "error unmarshaling JSON: while decoding JSON: " + e.getMessage());
    }
  }

  /** The blank lines that a document begins with. */
  private static int blankLines(String document) {
    int lines = 0;
    for (int i = 0; i < document.length() && Character.isWhitespace(document.charAt(i)); i++) {
      lines += document.charAt(i) == '\n' ? 1 : 0;
    }
    return lines;
  }

  /**
   * The only object of a text of JSON; null where the text may be YAML after all. What is neither
   * is reported as JSON.
   */
  private @Nullable Read json() {
    try {
      Object tree = Json.parseExact(text);
      at = text.length();
      return new Read(tree == null ? null : ObjectHead.of(tree, true), 1, "");
    } catch (ObjectHead.WrongType e) {
      return new Read(null, 1, e.getMessage());
    } catch (YamlException e) {
      return null;
    }
  }
}
