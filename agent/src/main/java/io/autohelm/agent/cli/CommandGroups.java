package io.autohelm.agent.cli;

import java.util.List;
import picocli.CommandLine;

/** The groups of commands that Helm has. */
final class CommandGroups {
  private CommandGroups() {}

  static CommandLine dependency() {
    return CommandGroup.of(
        "dependency",
        List.of("dep", "dependencies"),
        "Bring the charts that a chart depends on.",
        """
        Chart.yaml names them, Chart.lock holds the versions that were chosen, charts/ the charts \
        themselves. A repository is an address, oci://HOST/PATH, file://FOLDER, or @NAME of one \
        that was added.

        Examples:
          autohelm dependency update ./shop     # choose versions anew
          autohelm dependency build ./shop      # what Chart.lock says
          autohelm dependency list ./shop\
        """,
        new DependencyBuildCommand(),
        new DependencyListCommand(),
        new DependencyUpdateCommand());
  }

  static CommandLine diff() {
    return CommandGroup.of(
        "diff",
        List.of(),
        "Show what differs between states of a release.",
        """
        Values of Secrets are hidden; that they differ is shown.

        Examples:
          autohelm diff upgrade shop ./shop --set replicas=3 -n web
          autohelm diff revision shop 3 4 -n web
          autohelm diff live shop -n web -o json
          autohelm diff drift web/shop

        Exit codes: 0 nothing differs, 1 something does, 2 there was an error.\
        """,
        new DiffDriftCommand(),
        new DiffLiveCommand(),
        new DiffRevisionCommand(),
        new DiffRollbackCommand(),
        new DiffUpgradeCommand());
  }

  static CommandLine get() {
    return CommandGroup.of(
        "get",
        List.of(),
        "Print parts of a release's record, or what an agent knows.",
        """
        Examples:
          autohelm get values shop --all
          autohelm get manifest shop --revision 3 -n web
          autohelm get releases --not-healthy
          autohelm get sources -o wide
          autohelm get release web/shop\
        """,
        new GetReleaseCommand(),
        new GetReleasesCommand(),
        new GetSourcesCommand(),
        ReleaseParts.all(),
        ReleaseParts.hooks(),
        ReleaseParts.manifest(),
        ReleaseParts.metadata(),
        ReleaseParts.notes(),
        ReleaseParts.values());
  }

  static CommandLine registry() {
    return CommandGroup.of(
        "registry",
        List.of(),
        "Keep or forget credentials for registries.",
        """
        They are kept where Helm keeps them, in Docker's format.

        Examples:
          cat token | autohelm registry login registry.example.org -u ci --password-stdin
          autohelm registry logout registry.example.org\
        """,
        new RegistryLoginCommand(),
        new RegistryLogoutCommand());
  }

  static CommandLine repo() {
    return CommandGroup.of(
        "repo",
        List.of(),
        "Name chart repositories, and make one.",
        """
        Names and kept indexes are Helm's own files: what either program adds, the other finds.

        Examples:
          autohelm repo add podinfo https://stefanprodan.github.io/podinfo
          autohelm repo update
          autohelm repo index ./dist --url https://charts.example.org\
        """,
        new RepoAddCommand(),
        new RepoIndexCommand(),
        new RepoListCommand(),
        new RepoRemoveCommand(),
        new RepoUpdateCommand());
  }

  static CommandLine search() {
    return CommandGroup.of(
        "search",
        List.of(),
        "Search for charts, in repositories or on Artifact Hub.",
        """
        Examples:
          autohelm search repo postgres --version ^15
          autohelm search hub postgres --max-col-width 0\
        """,
        new SearchHubCommand(),
        new SearchRepoCommand());
  }

  static CommandLine show() {
    return CommandGroup.of(
        "show",
        List.of("inspect"),
        "Show what a chart holds.",
        """
        CHART is a folder, an archive, the address of one, NAME/CHART of a repository that was \
        added, or oci://HOST/CHART.

        Examples:
          autohelm show values ./shop
          autohelm show chart shop --repo https://charts.example.org --version ^2\
        """,
        ShowCommand.of(
            "all", ShowPart.ALL, "Show Chart.yaml, values.yaml, the README and the CRDs."),
        ShowCommand.of("chart", ShowPart.CHART, "Show Chart.yaml."),
        ShowCommand.of("crds", ShowPart.CRDS, "Show the CRDs."),
        ShowCommand.of("readme", ShowPart.README, "Show the README."),
        ShowCommand.of("values", ShowPart.VALUES, "Show values.yaml."));
  }
}
