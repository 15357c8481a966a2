package io.autohelm.agent.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option whose value may be left out takes one that is attached by {@code =} alone: {@code
 * --wait shop} is the option and an argument.
 */
final class AttachedValue implements IParameterPreprocessor {
  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own signature
  public boolean preprocess(
      Stack<String> args, CommandSpec command, ArgSpec arg, Map<String, Object> info) {
    if (!"=".equals(info.get("separator")) && arg instanceof OptionSpec option) {
      args.push(option.fallbackValue());
    }
    return false;
  }
}
