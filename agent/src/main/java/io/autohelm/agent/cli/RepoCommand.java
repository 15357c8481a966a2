package io.autohelm.agent.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code autohelm repo}: says what can be done with repositories. */
@Command(
    name = "repo",
    header = "Name chart repositories, and make one.",
    description = {
      "",
      "Names and kept indexes are Helm's own files: what either program adds, the other "
          + "finds.",
      "",
      "Examples:",
      "  autohelm repo add podinfo https://stefanprodan.github.io/podinfo",
      "  autohelm repo update",
      "  autohelm repo index ./dist --url https://charts.example.org",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      RepoAddCommand.class,
      RepoIndexCommand.class,
      RepoListCommand.class,
      RepoRemoveCommand.class,
      RepoUpdateCommand.class
    })
final class RepoCommand implements Runnable, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Mixin HelpOption help = new HelpOption();

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}
