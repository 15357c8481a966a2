package io.autohelm.agent.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code autohelm dependency}: says what can be done with dependencies. */
@Command(
    name = "dependency",
    aliases = {"dep", "dependencies"},
    header = "Bring the charts that a chart depends on.",
    description = {
      "",
      "Chart.yaml names them, Chart.lock holds the versions that were chosen, charts/ "
          + "the charts themselves. A repository is an address, oci://HOST/PATH, "
          + "file://FOLDER, or @NAME of one that was added.",
      "",
      "Examples:",
      "  autohelm dependency update ./shop     # choose versions anew",
      "  autohelm dependency build ./shop      # what Chart.lock says",
      "  autohelm dependency list ./shop",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      DependencyBuildCommand.class,
      DependencyListCommand.class,
      DependencyUpdateCommand.class
    })
final class DependencyCommand implements Runnable, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Mixin HelpOption help = new HelpOption();

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}
