package io.autohelm.agent.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command of Helm's that holds others: alone, it says which. */
@Command(synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n")
final class CommandGroup implements Runnable, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Mixin HelpOption help = new HelpOption();

  private CommandGroup() {}

  /**
   * A group.
   *
   * @param description what its help says below the header
   * @param commands annotated commands, or command lines
   */
  static CommandLine of(
      String name, List<String> aliases, String header, String description, Object... commands) {
    CommandLine group = new CommandLine(new CommandGroup());
    CommandSpec spec = group.getCommandSpec();
    spec.name(name).aliases(aliases.toArray(String[]::new));
    spec.usageMessage().header(header).description(("\n" + description + "\n").split("\n", -1));
    for (Object command : commands) {
      group.addSubcommand(command);
    }
    return group;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}
