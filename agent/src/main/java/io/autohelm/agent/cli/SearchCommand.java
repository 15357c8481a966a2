package io.autohelm.agent.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code autohelm search}: says where can be searched. */
@Command(
    name = "search",
    header = "Search for charts, in repositories or on Artifact Hub.",
    description = {
      "",
      "Examples:",
      "  autohelm search repo postgres --version ^15",
      "  autohelm search hub postgres --max-col-width 0",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {SearchHubCommand.class, SearchRepoCommand.class})
final class SearchCommand implements Runnable, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Mixin HelpOption help = new HelpOption();

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}
