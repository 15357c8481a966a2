package io.autohelm.agent.cli;

import picocli.CommandLine.Option;

/** Helm's option for how a command prints what it found. */
final class FormatOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = OutputFormat.Converter.class,
      description = "table, json or yaml")
  OutputFormat format = OutputFormat.TABLE;
}
