package io.autohelm.agent.cli;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The time that SOURCE_DATE_EPOCH asks builds to take for now. */
final class SourceDate {
  private static final String VARIABLE = "SOURCE_DATE_EPOCH";

  private SourceDate() {}

  /** Null where the variable says nothing. */
  static @Nullable Instant of(Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, "");
    if (text.isEmpty()) {
      return null;
    }
    long seconds;
    try {
      seconds = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new CommandException(
          1,
          "invalid SOURCE_DATE_EPOCH: strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
    if (seconds < 0) {
      throw new CommandException(1, "invalid SOURCE_DATE_EPOCH: must not be negative");
    }
    return Instant.ofEpochSecond(seconds);
  }
}
