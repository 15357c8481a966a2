package io.autohelm.agent.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What Helm says of arguments that it does not take. */
final class HelmUsage {
  private HelmUsage() {}

  static void none(CommandLine line, List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw failure(line, "accepts no arguments");
    }
  }

  static void exactly(int wanted, CommandLine line, List<String> arguments) {
    if (arguments.size() != wanted) {
      throw failure(line, "requires " + count(wanted));
    }
  }

  static void atLeast(int wanted, CommandLine line, List<String> arguments) {
    if (arguments.size() < wanted) {
      throw failure(line, "requires at least " + count(wanted));
    }
  }

  static void atMost(int wanted, CommandLine line, List<String> arguments) {
    if (arguments.size() > wanted) {
      throw failure(line, "accepts at most " + count(wanted));
    }
  }

  private static String count(int wanted) {
    return wanted + (wanted == 1 ? " argument" : " arguments");
  }

  private static CommandException failure(CommandLine line, String what) {
    String name = line.getCommandSpec().qualifiedName(" ");
    String[] synopsis = line.getCommandSpec().usageMessage().customSynopsis();
    return new CommandException(
        1,
        "\""
            + name
            + "\" "
            + what
            + "\n\nUsage:  "
            + (synopsis.length == 0 ? name + " [flags]" : synopsis[0]));
  }

  /** A flag that is unknown, or lacks its value, or has a bad one. */
  static String text(ParameterException failure, String[] arguments) {
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String flag = unmatched.getUnmatched().get(0);
      return flag.startsWith("--")
          ? "unknown flag: " + flag.replaceFirst("=.*", "")
          : flag.startsWith("-") && flag.length() > 1
              ? "unknown shorthand flag: '" + flag.charAt(1) + "' in " + flag
              : String.valueOf(failure.getMessage());
    }
    if (failure instanceof CommandLine.MissingParameterException missing
        && !missing.getMissing().isEmpty()
        && missing.getMissing().get(0) instanceof OptionSpec option) {
      String last = arguments[arguments.length - 1];
      return "flag needs an argument: "
          + (last.matches("-[^-]") && List.of(option.names()).contains(last)
              ? "'" + last.charAt(1) + "' in " + last
              : option.longestName());
    }
    ArgSpec spec = failure.getArgSpec();
    if (spec instanceof OptionSpec option && failure.getValue() != null) {
      return "invalid argument \""
          + failure.getValue()
          + "\" for \""
          + String.join(", ", option.names())
          + "\" flag: "
          + (failure.getCause() instanceof CommandLine.TypeConversionException cause
              ? cause.getMessage()
              : failure.getMessage());
    }
    return String.valueOf(failure.getMessage());
  }
}
