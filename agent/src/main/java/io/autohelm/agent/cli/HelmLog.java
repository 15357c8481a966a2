package io.autohelm.agent.cli;

import io.autohelm.engine.gotemplate.GoQuote;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A warning as the line that Helm 4 writes to standard error. */
final class HelmLog {
  private static final Pattern WITH_ATTRIBUTES =
      Pattern.compile("(.*?)((?: (?:path|tag|chart)=\\S+)+)");

  /** Messages that go with one attribute, of which the first only informs. */
  private static final List<String> WITH_ONE_ATTRIBUTE =
      List.of(
          "INFO skipping unknown hooks hookTypes=",
          "INFO funcMap fail message=",
          "WARN missing required value message=",
          "WARN missing required values message=");

  private static final Pattern PLAIN = Pattern.compile("[!#-<>-~]+");

  private HelmLog() {}

  /** A warning with attributes: names and values in turn. */
  static String warn(String message, String... attributes) {
    return "level=WARN" + logged(message, attributes);
  }

  /** An error with attributes: names and values in turn. */
  static String error(String message, String... attributes) {
    return "level=ERROR" + logged(message, attributes);
  }

  private static String logged(String message, String... attributes) {
    StringBuilder line = new StringBuilder(" msg=").append(quotedWhereNeeded(message));
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      line.append(' ')
          .append(attributes[i])
          .append('=')
          .append(quotedWhereNeeded(attributes[i + 1]));
    }
    return line.toString();
  }

  private static String quotedWhereNeeded(String value) {
    return PLAIN.matcher(value).matches() ? value : GoQuote.quote(value);
  }

  static String line(String warning) {
    for (String known : WITH_ONE_ATTRIBUTE) {
      String start = known.substring(known.indexOf(' ') + 1);
      if (warning.startsWith(start)) {
        int space = start.lastIndexOf(' ');
        return "level="
            + known.substring(0, known.indexOf(' '))
            + " msg="
            + GoQuote.quote(start.substring(0, space))
            + start.substring(space)
            + quotedWhereNeeded(warning.substring(start.length()));
      }
    }
    Matcher matcher = WITH_ATTRIBUTES.matcher(warning);
    return matcher.matches()
        ? "level=WARN msg=" + GoQuote.quote(matcher.group(1)) + matcher.group(2)
        : "level=INFO msg=" + quotedWhereNeeded(warning);
  }
}
