package io.autohelm.agent.cli;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command prints what the agent or the cluster said. */
final class ViewOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, wide (more columns), json or yaml")
  private String format = "table";

  boolean isWide() {
    return format.equals("wide");
  }

  /**
   * Prints it.
   *
   * @param tree for programs
   * @param text for people
   */
  void print(@Nullable Object tree, Supplier<String> text) {
    switch (format) {
      case "table", "wide" -> HelmOutput.print(text.get());
      case "json" -> HelmOutput.line(Json.printPretty(tree));
      case "yaml" -> HelmOutput.print(Yaml.print(tree));
      default ->
          throw new CommandException(
              2, "expected table, wide, json or yaml for --output, met " + format);
    }
  }
}
