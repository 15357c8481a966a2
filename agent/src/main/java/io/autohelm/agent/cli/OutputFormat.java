package io.autohelm.agent.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command prints what it found. */
enum OutputFormat {
  TABLE,
  JSON,
  YAML;

  /** Reads the option, in Helm's words where it is none of them. */
  static final class Converter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String text) {
      return switch (text) {
        case "table" -> TABLE;
        case "json" -> JSON;
        case "yaml" -> YAML;
        default -> throw new TypeConversionException("invalid format type");
      };
    }
  }
}
