package io.autohelm.engine.lint;

import io.autohelm.engine.gotemplate.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What Kubernetes allows as the name of an object, by its kind; problems in Kubernetes' words. */
final class ObjectNames {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_SUBDOMAIN = 253;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String OLD_LABEL = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern IS_LABEL = Pattern.compile(LABEL);
  private static final Pattern IS_OLD_LABEL = Pattern.compile(OLD_LABEL);

  private ObjectNames() {}

  /** What is wrong with the name; empty for a good one. */
  static String problem(String kind, String name) {
    Set<String> problems = new LinkedHashSet<>();
    for (String problem : problems(kind, name)) {
      problems.add("metadata.name: Invalid value: " + GoQuote.quote(name) + ": " + problem);
    }
    if (problems.isEmpty()) {
      return "";
    }
    String all = String.join(", ", problems);
    return "object name does not conform to Kubernetes naming requirements: "
        + GoQuote.quote(name)
        + ": "
        + (problems.size() > 1 ? "[" + all + "]" : all);
  }

  private static List<String> problems(String kind, String name) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "service" -> oldLabel(name);
      case "namespace" -> label(name);
      case "certificatesigningrequest" -> List.of();
      case "role", "clusterrole", "rolebinding", "clusterrolebinding" -> pathSegment(name);
      default -> subdomain(name);
    };
  }

  private static List<String> subdomain(String name) {
    List<String> problems = tooLong(name, LONGEST_SUBDOMAIN);
    if (!isSubdomain(name)) {
      problems.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SUBDOMAIN
              + "')");
    }
    return problems;
  }

  private static List<String> label(String name) {
    List<String> problems = tooLong(name, LONGEST_LABEL);
    if (IS_LABEL.matcher(name).matches()) {
      return problems;
    }
    problems.add(
        isSubdomain(name)
            ? "must not contain dots"
            : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                + " '-', and must start and end with an alphanumeric character (e.g. 'my-name', "
                + " or '123-abc', regex used for validation is '"
                + LABEL
                + "')");
    return problems;
  }

  private static List<String> oldLabel(String name) {
    List<String> problems = tooLong(name, LONGEST_LABEL);
    if (!IS_OLD_LABEL.matcher(name).matches()) {
      problems.add(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
              + " an alphabetic character, and end with an alphanumeric character (e.g. 'my-name', "
              + " or 'abc-123', regex used for validation is '"
              + OLD_LABEL
              + "')");
    }
    return problems;
  }

  private static List<String> pathSegment(String name) {
    if (name.equals(".") || name.equals("..")) {
      return List.of("may not be '" + name + "'");
    }
    List<String> problems = new ArrayList<>();
    for (String part : List.of("/", "%")) {
      if (name.contains(part)) {
        problems.add("may not contain '" + part + "'");
      }
    }
    return problems;
  }

  /** By labels: a long name would cost the whole pattern its stack. */
  private static boolean isSubdomain(String name) {
    for (String part : name.split("\\.", -1)) {
      if (!IS_LABEL.matcher(part).matches()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> tooLong(String name, int longest) {
    List<String> problems = new ArrayList<>();
    if (name.getBytes(StandardCharsets.UTF_8).length > longest) {
      problems.add("must be no more than " + longest + " bytes");
    }
    return problems;
  }
}
