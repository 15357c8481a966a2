package io.autohelm.agent;

import io.autohelm.engine.repo.ChartFetcher;
import io.autohelm.engine.repo.RepositoryAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where charts come from, and whom to believe.
 *
 * @param repositories how they are reached, by the beginning of their address
 * @param names their addresses by the names that dependencies may use as {@code @NAME}
 * @param registryConfigs files with registries' credentials in Docker's format
 * @param cacheBound what the kept archives may come to together, in bytes
 * @param git how Git repositories of charts are reached and what of them is believed, by the
 *     beginning of their address
 */
public record ChartSettings(
    Map<String, RepositoryAccess> repositories,
    Map<String, String> names,
    List<Path> registryConfigs,
    long cacheBound,
    Map<String, ChartGit> git) {
  public static final ChartSettings NONE =
      new ChartSettings(Map.of(), Map.of(), List.of(), ChartFetcher.CACHE_BOUND, Map.of());

  public ChartSettings {
    repositories = Map.copyOf(repositories);
    names = Map.copyOf(names);
    registryConfigs = List.copyOf(registryConfigs);
    git = Map.copyOf(git);
  }

  /** Only some repositories. */
  public static ChartSettings of(Map<String, RepositoryAccess> repositories) {
    return new ChartSettings(repositories, Map.of(), List.of(), ChartFetcher.CACHE_BOUND, Map.of());
  }
}
