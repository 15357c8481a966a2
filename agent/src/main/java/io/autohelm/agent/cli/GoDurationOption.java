package io.autohelm.agent.cli;

import io.autohelm.engine.sprig.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration of an option, as Go writes it: 1m30s. */
final class GoDurationOption implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    GoDuration duration = GoDuration.parse(text);
    if (duration == null) {
      throw new TypeConversionException(GoDuration.complaint(text));
    }
    return Duration.ofNanos(duration.nanos());
  }
}
