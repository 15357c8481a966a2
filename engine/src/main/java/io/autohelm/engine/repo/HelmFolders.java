package io.autohelm.engine.repo;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Helm keeps its own files, which are shared with it.
 *
 * @param repositoryConfig {@code repositories.yaml}
 * @param repositoryCache indexes of repositories by their names
 * @param contentCache charts by their digests
 * @param registryConfig credentials for registries, in Docker's format
 * @param data other data: starter charts
 */
public record HelmFolders(
    Path repositoryConfig,
    Path repositoryCache,
    Path contentCache,
    Path registryConfig,
    Path data) {
  private static final String HELM = "helm";

  /**
   * What the variables say: Helm's own for one file, Helm's for a kind of files, the XDG ones, and
   * at last the usual places below the home folder.
   */
  public static HelmFolders of(Map<String, String> environment, Path home) {
    Path config = base(environment, "CONFIG", home.resolve(".config"));
    Path cache = base(environment, "CACHE", home.resolve(".cache"));
    Path data = base(environment, "DATA", home.resolve(".local/share"));
    return new HelmFolders(
        file(environment, "HELM_REPOSITORY_CONFIG", config.resolve("repositories.yaml")),
        file(environment, "HELM_REPOSITORY_CACHE", cache.resolve("repository")),
        file(environment, "HELM_CONTENT_CACHE", cache.resolve("content")),
        file(environment, "HELM_REGISTRY_CONFIG", config.resolve("registry/config.json")),
        data);
  }

  private static Path base(Map<String, String> environment, String kind, Path otherwise) {
    String helms = environment.getOrDefault("HELM_" + kind + "_HOME", "");
    if (!helms.isEmpty()) {
      return Path.of(helms);
    }
    String xdg = environment.getOrDefault("XDG_" + kind + "_HOME", "");
    return (xdg.isEmpty() ? otherwise : Path.of(xdg)).resolve(HELM);
  }

  private static Path file(Map<String, String> environment, String name, Path otherwise) {
    String given = environment.get(name);
    return given == null ? otherwise : Path.of(given);
  }

  /** These with others where they are not null. */
  public HelmFolders with(
      @Nullable Path otherConfig,
      @Nullable Path otherCache,
      @Nullable Path otherContent,
      @Nullable Path otherRegistry) {
    return new HelmFolders(
        otherConfig == null ? repositoryConfig : otherConfig,
        otherCache == null ? repositoryCache : otherCache,
        otherContent == null ? contentCache : otherContent,
        otherRegistry == null ? registryConfig : otherRegistry,
        data);
  }

  /** The kept index of a repository. */
  public Path index(String name) {
    return repositoryCache.resolve((name.isEmpty() ? "" : name + "-") + "index.yaml");
  }

  /** The kept list of a repository's charts, for completion. */
  public Path chartList(String name) {
    return repositoryCache.resolve((name.isEmpty() ? "" : name + "-") + "charts.txt");
  }
}
