package io.autohelm.agent.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Helm's option for how long a single step may take. */
final class TimeoutOption {
  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = GoDurationOption.class,
      description = "How long to wait for one thing, such as a hook (default: 5m0s)")
  Duration timeout = Duration.ofMinutes(5);
}
