package io.autohelm.agent.cli;

import io.autohelm.engine.repo.HelmFolders;
import java.nio.file.Path;
import java.util.Optional;
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

  @Option(
      names = "--debug",
      description = "Print values, hooks and manifest of a release that was changed, too")
  private boolean debug;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace")
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

  /** Whether more is printed. What Helm then logs about its own insides is not. */
  boolean isDebugging() {
    return debug || System.getenv().getOrDefault("HELM_DEBUG", "").matches("1|t|T|true|TRUE|True");
  }

  /** What the option or the variable says; empty where neither does. */
  Optional<String> givenNamespace() {
    String variable = System.getenv().getOrDefault("HELM_NAMESPACE", "");
    return Optional.of(namespace == null || namespace.isEmpty() ? variable : namespace)
        .filter(name -> !name.isEmpty());
  }

  String namespace() {
    return KubeconfigNamespace.find(namespace, System.getenv());
  }
}
