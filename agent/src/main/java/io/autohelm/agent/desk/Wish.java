package io.autohelm.agent.desk;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came with an order.
 *
 * @param by who says it; never empty
 * @param reason may be empty
 * @param revision to go back to; 0 where none is named
 * @param digest to agree to; empty where none is named
 */
record Wish(String by, String reason, int revision, String digest) {
  private static final Set<String> FIELDS = Set.of("by", "reason", "revision", "digest");
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_REASON = 500;

  /** What is wrong with it, for people. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /**
   * Reads a body; an empty one wishes nothing in particular.
   *
   * @throws Unreadable with what is wrong
   */
  static Wish of(String body) throws Unreadable {
    Object tree;
    try {
      tree = body.isBlank() ? Map.of() : Json.parseExact(body);
    } catch (YamlException e) {
      throw new Unreadable("the body is not JSON: " + e.getMessage());
    }
    if (!(tree instanceof Map<?, ?> fields)) {
      throw new Unreadable("the body must be an object with " + String.join(", ", names()));
    }
    for (Object name : fields.keySet()) {
      if (!FIELDS.contains(String.valueOf(name))) {
        throw new Unreadable("there is no field " + name + ", only " + String.join(", ", names()));
      }
    }
    String by = text(fields, "by", LONGEST_NAME);
    String digest = text(fields, "digest", LONGEST_NAME + "sha256:".length());
    if (!digest.isEmpty() && !digest.matches("sha256:[0-9a-f]{64}")) {
      throw new Unreadable("digest: expected sha256: and 64 hexadecimal digits");
    }
    return new Wish(
        by.isEmpty() ? "page" : by + " (page)",
        text(fields, "reason", LONGEST_REASON),
        revision(fields),
        digest);
  }

  private static Set<String> names() {
    return new TreeSet<>(FIELDS);
  }

  private static int revision(Map<?, ?> fields) throws Unreadable {
    Object value = fields.get("revision");
    if (value == null) {
      return 0;
    }
    boolean isFit =
        value instanceof Number number
            && number.doubleValue() == number.intValue()
            && number.intValue() > 0;
    if (!isFit) {
      throw new Unreadable("revision: expected a number from 1 on");
    }
    return ((Number) value).intValue();
  }

  private static String text(Map<?, ?> fields, String name, int longest) throws Unreadable {
    Object value = fields.get(name);
    if (value == null) {
      return "";
    }
    if (!(value instanceof String text)) {
      throw new Unreadable(name + ": expected a text");
    }
    String shown = text.strip().replaceAll("\\p{Cntrl}+", " ");
    if (shown.length() > longest) {
      throw new Unreadable(name + ": expected at most " + longest + " characters");
    }
    return shown;
  }
}
