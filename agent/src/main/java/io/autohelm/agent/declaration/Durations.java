package io.autohelm.agent.declaration;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go and Kubernetes write them: {@code 90s}, {@code 1h30m}, {@code 1.5m}. */
public final class Durations {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private Durations() {}

  /** Empty when the text is not a duration. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = PART.matcher(text);
    long millis = 0;
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      long unit = MILLIS.getOrDefault(matcher.group(2), 0L);
      BigDecimal part = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
      if (part.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 4)) > 0) {
        return Optional.empty();
      }
      millis += part.longValue();
      end = matcher.end();
    }
    return end == 0 || end != text.length()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(millis));
  }
}
