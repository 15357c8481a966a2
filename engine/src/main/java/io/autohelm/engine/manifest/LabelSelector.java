package io.autohelm.engine.manifest;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubernetes' selector of labels, in its text form, for example {@code a=b,c in (d, e)}. */
public final class LabelSelector {
  private static final String KEY = "([-A-Za-z0-9_./]+)";
  private static final Pattern SET =
      Pattern.compile("\\s*" + KEY + "\\s+(in|notin)\\s+\\(([^()]*)\\)\\s*");
  private static final Pattern EQUAL =
      Pattern.compile("\\s*" + KEY + "\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)\\s*");
  private static final Pattern PRESENT = Pattern.compile("\\s*(!?)\\s*" + KEY + "\\s*");

  /**
   * @param values null: any value
   * @param negated whether an object without the label, or with another value, is selected
   */
  private record Requirement(String key, @Nullable List<String> values, boolean negated) {
    boolean holds(Map<String, ? extends @Nullable Object> labels) {
      boolean present =
          labels.containsKey(key)
              && (values == null || values.contains(String.valueOf(labels.get(key))));
      return present != negated;
    }
  }

  private final List<Requirement> requirements;

  private LabelSelector(List<Requirement> requirements) {
    this.requirements = requirements;
  }

  /**
   * Reads a selector; a blank one selects everything.
   *
   * @throws ManifestException where it is none
   */
  public static LabelSelector parse(String text) {
    List<Requirement> requirements = new ArrayList<>();
    if (!text.isBlank()) {
      for (String part : parts(text)) {
        requirements.add(requirement(part, text));
      }
    }
    return new LabelSelector(requirements);
  }

  /** Whether an object with these labels is selected. */
  public boolean selects(Map<String, ? extends @Nullable Object> labels) {
    return requirements.stream().allMatch(requirement -> requirement.holds(labels));
  }

  /** Cut at commas that are not between parentheses. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static Requirement requirement(String part, String whole) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      List<String> values = Arrays.stream(set.group(3).split(",", -1)).map(String::strip).toList();
      return new Requirement(set.group(1), values, set.group(2).equals("notin"));
    }
    Matcher equal = EQUAL.matcher(part);
    if (equal.matches()) {
      return new Requirement(equal.group(1), List.of(equal.group(3)), equal.group(2).equals("!="));
    }
    Matcher present = PRESENT.matcher(part);
    if (present.matches()) {
      return new Requirement(present.group(2), null, !present.group(1).isEmpty());
    }
    throw new ManifestException("expected a selector such as a=b,c in (d, e), met " + whole);
  }
}
