package io.autohelm.agent.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How both searches print what they found. */
final class SearchOptions {
  @Option(
      names = "--max-col-width",
      paramLabel = "NUMBER",
      description = "The most characters of a column, 0 for all (default: 50)")
  private int width = 50;

  @Option(names = "--fail-on-no-result", description = "Fail where nothing is found")
  private boolean failOnNothing;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = OutputFormat.Converter.class,
      description = "table, json or yaml")
  private OutputFormat format = OutputFormat.TABLE;

  /**
   * Prints.
   *
   * @param rows the table's, without the head
   * @param objects the same for programs
   */
  void print(String[] head, List<String[]> rows, List<Map<String, @Nullable Object>> objects) {
    if (rows.isEmpty() && failOnNothing) {
      throw new CommandException(1, "no results found");
    }
    if (format != OutputFormat.TABLE) {
      HelmListing.print(format, objects);
    } else if (rows.isEmpty()) {
      HelmOutput.print("No results found\n");
    } else {
      HelmTable table = new HelmTable(width);
      table.add(head);
      rows.forEach(table::add);
      HelmOutput.print(table.text() + "\n");
    }
  }
}
