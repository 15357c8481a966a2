package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Dependencies of a chart's folder with the repositories that Helm's own files name. */
public final class HelmDependencies {
  private HelmDependencies() {}

  /**
   * The dependencies' updater for a command.
   *
   * @param given how repositories and registries are reached that have no name
   * @param proof whether charts must be signed
   * @param packaging for dependencies that are folders
   * @param clock the lock's time and zone
   * @param warnings takes what is worth a line in the log
   * @param output takes the lines that Helm prints on the way
   */
  public static ChartDependencies of(
      HelmFolders folders,
      ChartAccess given,
      ChartProof proof,
      ChartPackage packaging,
      Map<String, String> environment,
      Clock clock,
      Consumer<String> warnings,
      Consumer<String> output) {
    Map<String, RepositoryAccess> access = new TreeMap<>();
    access.put("", trusting(given, proof));
    Map<String, String> names = new LinkedHashMap<>();
    for (RepositoryEntry entry : RepositoriesFile.read(folders.repositoryConfig()).entries()) {
      names.put(entry.name(), entry.url());
      access.put(entry.url(), trusting(ChartAccess.of(entry), proof));
    }
    RepositoryConnections connections =
        new RepositoryConnections(access, List.of(folders.registryConfig()), environment, clock);
    ChartFetcher fetcher =
        new ChartFetcher(
            folders.contentCache().resolveSibling("autohelm"),
            ChartFetcher.CACHE_BOUND,
            connections,
            clock,
            warnings);
    return new ChartDependencies(
        fetcher,
        new NamedRepositories(names),
        (chart, into) -> pack(packaging, chart, into),
        clock,
        output);
  }

  private static void pack(ChartPackage packaging, Chart chart, Path into) {
    try {
      packaging.save(chart, into);
    } catch (IOException e) {
      throw new RepositoryException("cannot package " + chart.name() + ": " + e.getMessage(), e);
    }
  }

  private static RepositoryAccess trusting(ChartAccess given, ChartProof proof) {
    RepositoryAccess access = given.access();
    return proof.demand() == ChartProof.Demand.VERIFY
        ? access.withTrust(new TrustPolicy(proof.keyring(), List.of()))
        : access;
  }
}
