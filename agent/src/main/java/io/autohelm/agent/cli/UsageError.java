package io.autohelm.agent.cli;

import io.autohelm.agent.declaration.Suggestions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** What is said, in one line, of arguments that a command of our own does not take. */
final class UsageError {
  private UsageError() {}

  static String text(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    return what(failure, line) + "; see " + line.getCommandSpec().qualifiedName(" ") + " --help";
  }

  private static String what(ParameterException failure, CommandLine line) {
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().get(0), line);
    }
    if (failure instanceof CommandLine.MissingParameterException missing
        && !missing.getMissing().isEmpty()) {
      return missing(missing.getMissing());
    }
    ArgSpec spec = failure.getArgSpec();
    if (spec == null || failure.getValue() == null) {
      return String.valueOf(failure.getMessage());
    }
    String where = name(spec);
    Class<?> type = spec.typeInfo().getType();
    boolean isNumber = List.<Class<?>>of(int.class, Integer.class, long.class).contains(type);
    if (!isNumber && failure.getCause() instanceof CommandLine.TypeConversionException cause) {
      String said = String.valueOf(cause.getMessage());
      return said.contains(where) ? said : where + ": " + said;
    }
    return "expected "
        + (isNumber ? "a whole number" : spec.paramLabel())
        + " for "
        + where
        + ", met "
        + failure.getValue();
  }

  private static String unmatched(String argument, CommandLine line) {
    if (argument.startsWith("-") && argument.length() > 1) {
      return "unknown option " + argument.replaceFirst("=.*", "");
    }
    if (line.getSubcommands().isEmpty()) {
      return "unexpected argument " + argument;
    }
    return "unknown command "
        + argument
        + Suggestions.nearest(argument, line.getSubcommands().keySet())
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }

  private static String missing(List<ArgSpec> missing) {
    List<String> names = new ArrayList<>();
    for (ArgSpec spec : missing) {
      names.add(name(spec));
    }
    return missing.get(0) instanceof PositionalParamSpec
        ? String.join(" and ", names) + (names.size() == 1 ? " is missing" : " are missing")
        : "expected a value for " + String.join(" and ", names);
  }

  private static String name(ArgSpec spec) {
    return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
  }
}
