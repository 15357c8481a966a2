package io.autohelm.agent.cli;

import io.autohelm.engine.yaml.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A warning about values as the line that Helm 4 writes to standard error. */
final class HelmLog {
  private static final Pattern WITH_ATTRIBUTES =
      Pattern.compile("(.*?)((?: (?:path|tag|chart)=\\S+)+)");

  private static final String UNKNOWN_HOOKS = "skipping unknown hooks hookTypes=";
  private static final Pattern PLAIN = Pattern.compile("[!#-<>-~]+");

  private HelmLog() {}

  /** A warning of the program itself, not about values. */
  static String warn(String message) {
    return "level=WARN msg=" + Json.printRaw(message);
  }

  private static String quotedWhereNeeded(String value) {
    return PLAIN.matcher(value).matches() ? value : Json.printRaw(value);
  }

  static String line(String warning) {
    if (warning.startsWith(UNKNOWN_HOOKS)) {
      return "level=INFO msg=\"skipping unknown hooks\" hookTypes="
          + quotedWhereNeeded(warning.substring(UNKNOWN_HOOKS.length()));
    }
    Matcher matcher = WITH_ATTRIBUTES.matcher(warning);
    return matcher.matches()
        ? "level=WARN msg=" + Json.printRaw(matcher.group(1)) + matcher.group(2)
        : "level=INFO msg=" + Json.printRaw(warning);
  }
}
