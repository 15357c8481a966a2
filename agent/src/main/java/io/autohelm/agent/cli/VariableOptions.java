package io.autohelm.agent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the Jinja expressions in declarations may name, for commands that read them. */
final class VariableOptions {
  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "A variable for the declarations; may be repeated")
  final Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "NAME",
      defaultValue = "",
      description = "Take variables from environments/NAME.yaml of the repository")
  String environment = "";
}
