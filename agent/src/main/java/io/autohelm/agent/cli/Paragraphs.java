package io.autohelm.agent.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Makes whole paragraphs of the lines that a description has in the source, so that help is broken
 * into lines once: where the terminal ends.
 */
final class Paragraphs {
  private Paragraphs() {}

  /** Of a command and all below it. */
  static void join(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.description(joined(List.of(usage.description())).toArray(String[]::new));
    line.getSubcommands().values().forEach(Paragraphs::join);
  }

  /** A line goes on with the next one unless a sentence, a list or an example ends it. */
  static List<String> joined(List<String> lines) {
    List<String> joined = new ArrayList<>();
    boolean isOpen = false;
    for (String line : lines) {
      boolean isText = !line.isEmpty() && !line.startsWith(" ") && !line.startsWith("-");
      if (isText && isOpen) {
        joined.set(joined.size() - 1, joined.get(joined.size() - 1) + " " + line);
      } else {
        joined.add(line);
      }
      isOpen = isText && !line.matches(".*[.:]");
    }
    return joined;
  }
}
