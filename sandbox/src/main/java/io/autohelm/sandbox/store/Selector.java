package io.autohelm.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which objects a list or watch is about: label and field selectors. */
public final class Selector {
  private static final Pattern IN =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s+\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^\\s!=,()<>]+)\\s*(==|=|!=|>|<)\\s*([^\\s!=,()<>]*)\\s*");
  private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^\\s!=,()]+)\\s*");
  private static final Pattern FIELD = Pattern.compile("([^=!]+)(==|=|!=)(.*)");

  private Selector() {}

  /** All forms of {@code labelSelector}; 400 if it cannot be read. */
  public static Predicate<ObjectNode> labels(String text) {
    Predicate<ObjectNode> all = object -> true;
    for (String part : parts(text)) {
      all = all.and(requirement(part, text));
    }
    return all;
  }

  private static Predicate<ObjectNode> requirement(String part, String whole) {
    Matcher in = IN.matcher(part);
    if (in.matches()) {
      Set<String> values = new TreeSet<>();
      Arrays.stream(in.group(3).split(",", -1)).forEach(value -> values.add(value.strip()));
      boolean wanted = in.group(2).equals("in");
      String key = in.group(1);
      return object -> {
        JsonNode label = label(object, key);
        return wanted == (!label.isMissingNode() && values.contains(label.asText()));
      };
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      String key = equality.group(1);
      String value = equality.group(3);
      return switch (equality.group(2)) {
        case "!=" -> object -> !label(object, key).asText("\0").equals(value);
        case ">" -> object -> compare(label(object, key), value) > 0;
        case "<" -> object -> compare(label(object, key), value) < 0;
        default ->
            object -> {
              JsonNode label = label(object, key);
              return !label.isMissingNode() && label.asText().equals(value);
            };
      };
    }
    Matcher existence = EXISTENCE.matcher(part);
    if (existence.matches()) {
      boolean wanted = existence.group(1).isEmpty();
      return object -> wanted == !label(object, existence.group(2)).isMissingNode();
    }
    throw ApiFailure.badRequest("unable to parse requirement: " + whole);
  }

  private static int compare(JsonNode label, String value) {
    try {
      return Long.compare(Long.parseLong(label.asText()), Long.parseLong(value));
    } catch (NumberFormatException e) {
      return 0; // what is not a number is neither greater nor less
    }
  }

  private static JsonNode label(ObjectNode object, String key) {
    return Json.at(object, "metadata", "labels", key);
  }

  /** Splits at commas outside parentheses. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        if (!text.substring(from, i).isBlank()) {
          parts.add(text.substring(from, i));
        }
        from = i + 1;
      }
    }
    return parts;
  }

  /**
   * {@code fieldSelector}; 400 if it cannot be read, or names another field than name and namespace
   * where that is all ({@code rich} kinds may be selected by any path of scalars).
   */
  public static Predicate<ObjectNode> fields(String text, boolean rich) {
    Predicate<ObjectNode> all = object -> true;
    for (String part : parts(text)) {
      Matcher match = FIELD.matcher(part.strip());
      if (!match.matches()) {
        throw ApiFailure.badRequest("invalid field selector: " + text);
      }
      if (!rich && !match.group(1).matches("metadata\\.name(space)?")) {
        throw ApiFailure.badRequest(
            "\""
                + match.group(1)
                + "\" is not a known field selector: only \"metadata.name\","
                + " \"metadata.namespace\"");
      }
      String[] path = match.group(1).split("\\.", -1);
      String value = match.group(3);
      boolean wanted = !match.group(2).equals("!=");
      all = all.and(object -> wanted == Json.text(object, path).equals(value));
    }
    return all;
  }
}
