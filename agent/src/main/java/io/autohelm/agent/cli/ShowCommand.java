package io.autohelm.agent.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code autohelm show}: its commands differ in nothing but the part that they show. */
@Command(
    name = "show",
    aliases = "inspect",
    header = "Show what a chart holds.",
    description = {
      "",
      "CHART is a folder, an archive, the address of one, NAME/CHART of a repository "
          + "that was added, or oci://HOST/CHART.",
      "",
      "Examples:",
      "  autohelm show values ./shop",
      "  autohelm show chart shop --repo https://charts.example.org --version ^2",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      ShowCommand.ShowAll.class,
      ShowCommand.ShowChart.class,
      ShowCommand.ShowCrds.class,
      ShowCommand.ShowReadme.class,
      ShowCommand.ShowValues.class
    })
final class ShowCommand implements Runnable, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Mixin HelpOption help = new HelpOption();

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }

  @Command(
      name = "all",
      customSynopsis = "autohelm show all [CHART] [flags]",
      header = "Show Chart.yaml, values.yaml, the README and the CRDs.")
  static final class ShowAll implements Callable<Integer>, LikeHelm {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private ShowArguments arguments = new ShowArguments();

    @Override
    public Integer call() throws IOException {
      return spec == null ? 1 : arguments.show(ShowPart.ALL, spec.commandLine());
    }
  }

  @Command(
      name = "chart",
      customSynopsis = "autohelm show chart [CHART] [flags]",
      header = "Show Chart.yaml.")
  static final class ShowChart implements Callable<Integer>, LikeHelm {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private ShowArguments arguments = new ShowArguments();

    @Override
    public Integer call() throws IOException {
      return spec == null ? 1 : arguments.show(ShowPart.CHART, spec.commandLine());
    }
  }

  @Command(
      name = "crds",
      customSynopsis = "autohelm show crds [CHART] [flags]",
      header = "Show the CRDs.")
  static final class ShowCrds implements Callable<Integer>, LikeHelm {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private ShowArguments arguments = new ShowArguments();

    @Override
    public Integer call() throws IOException {
      return spec == null ? 1 : arguments.show(ShowPart.CRDS, spec.commandLine());
    }
  }

  @Command(
      name = "readme",
      customSynopsis = "autohelm show readme [CHART] [flags]",
      header = "Show the README.")
  static final class ShowReadme implements Callable<Integer>, LikeHelm {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private ShowArguments arguments = new ShowArguments();

    @Override
    public Integer call() throws IOException {
      return spec == null ? 1 : arguments.show(ShowPart.README, spec.commandLine());
    }
  }

  @Command(
      name = "values",
      customSynopsis = "autohelm show values [CHART] [flags]",
      header = "Show values.yaml.")
  static final class ShowValues implements Callable<Integer>, LikeHelm {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private ShowArguments arguments = new ShowArguments();

    @Override
    public Integer call() throws IOException {
      return spec == null ? 1 : arguments.show(ShowPart.VALUES, spec.commandLine());
    }
  }
}
