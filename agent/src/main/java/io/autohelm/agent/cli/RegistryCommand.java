package io.autohelm.agent.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code autohelm registry}: says what can be done with registries. */
@Command(
    name = "registry",
    header = "Keep or forget credentials for registries.",
    description = {
      "",
      "They are kept where Helm keeps them, in Docker's format.",
      "",
      "Examples:",
      "  cat token | autohelm registry login registry.example.org -u ci --password-stdin",
      "  autohelm registry logout registry.example.org",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {RegistryLoginCommand.class, RegistryLogoutCommand.class})
final class RegistryCommand implements Runnable, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Mixin HelpOption help = new HelpOption();

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}
