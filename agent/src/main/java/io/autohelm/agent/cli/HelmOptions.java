package io.autohelm.agent.cli;

import io.autohelm.engine.repo.HelmFolders;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Helm's options for every command that touch its own files; variables say what options do not. */
final class HelmOptions {
  @Mixin HelpOption help = new HelpOption();

  @ArgGroup(heading = "%nHelm's own files:%n", exclusive = false, validate = false)
  private Files files = new Files();

  /** Where they are, if not where variables say. */
  static final class Files {
    @Option(
        names = "--repository-config",
        paramLabel = "FILE",
        description = "The file with the names of repositories (default: HELM_REPOSITORY_CONFIG)")
    private @Nullable Path repositoryConfig;

    @Option(
        names = "--repository-cache",
        paramLabel = "FOLDER",
        description = "Where indexes of repositories are kept (default: HELM_REPOSITORY_CACHE)")
    private @Nullable Path repositoryCache;

    @Option(
        names = "--content-cache",
        paramLabel = "FOLDER",
        description = "Where charts are kept by content (default: HELM_CONTENT_CACHE)")
    private @Nullable Path contentCache;

    @Option(
        names = "--registry-config",
        paramLabel = "FILE",
        description = "The file with credentials for registries (default: HELM_REGISTRY_CONFIG)")
    private @Nullable Path registryConfig;
  }

  @Option(names = "--debug", hidden = true)
  void takeDebug(boolean ignored) {
    // What Helm would log beyond its warnings is about its own insides.
  }

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace, for commands that render")
  private @Nullable String namespace;

  /** Where Helm's files are for this run. */
  HelmFolders folders() {
    return HelmFolders.of(System.getenv(), Path.of(System.getProperty("user.home")))
        .with(
            files.repositoryConfig,
            files.repositoryCache,
            files.contentCache,
            files.registryConfig);
  }

  String namespace() {
    return KubeconfigNamespace.find(namespace, System.getenv());
  }
}
