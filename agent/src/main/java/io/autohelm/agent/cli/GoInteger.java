package io.autohelm.agent.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of an option, in Go's words where it is none. */
final class GoInteger implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      return Integer.decode(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }
}
