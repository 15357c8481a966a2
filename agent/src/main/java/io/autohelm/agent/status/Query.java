package io.autohelm.agent.status;

import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the question mark of an address. What is wrong there is told in one form,
 * parameter, what is possible and what was met; until then a wrong one counts as absent, as an
 * empty one does.
 */
public final class Query {
  private static final int LONGEST = 100;

  private final Map<String, List<String>> given;
  private @Nullable String problem;

  private Query(Map<String, List<String>> given) {
    this.given = new TreeMap<>(given);
  }

  /** That of a request. */
  public static Query of(HttpRequest<?> request) {
    return new Query(request.getParameters().asMap());
  }

  /** Refuses parameters that are not among these: a misspelt filter must not answer with all. */
  Query allow(List<String> names) {
    for (Map.Entry<String, List<String>> entry : given.entrySet()) {
      if (!names.contains(entry.getKey())) {
        wrong(
            shown(entry.getKey()),
            names.isEmpty()
                ? "is not known: there are no parameters"
                : "is not known: expected one of " + String.join(", ", names));
      } else if (entry.getValue().size() > 1) {
        wrong(entry.getKey(), "is given " + entry.getValue().size() + " times");
      }
    }
    return this;
  }

  /** A text; empty where it is absent. */
  public String text(String name) {
    List<String> values = given.get(name);
    return values == null || values.isEmpty() ? "" : values.get(0);
  }

  boolean flag(String name) {
    String text = text(name);
    if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
      wrong(name, "expected true or false, met " + shown(text));
    }
    return text.equals("true");
  }

  /** A whole number from 0 on; 0 where it is absent. */
  public int number(String name, int most) {
    String text = text(name);
    if (text.isEmpty()) {
      return 0;
    }
    if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    wrong(
        name,
        "expected a whole number from 0"
            + (most == Integer.MAX_VALUE ? " on" : " to " + most)
            + ", met "
            + shown(text));
    return 0;
  }

  private void wrong(String name, String why) {
    if (problem == null) {
      problem = name + ": " + why;
    }
  }

  /** What is wrong, for people; empty where nothing is. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** A value that somebody sent, as it can be printed anywhere. */
  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
  }
}
