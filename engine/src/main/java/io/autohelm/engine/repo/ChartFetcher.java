package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Charts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Brings charts by reference: resolves the version, downloads the archive unless its content is in
 * the cache, and checks that it is what was promised. Safe for many threads and processes on one
 * cache.
 */
public final class ChartFetcher {
  private static final long CACHE_BOUND = 2L << 30;
  private static final long MAX_ARCHIVE = 100L << 20;

  private final ContentCache cache;
  private final TreeMap<String, RepositoryAccess> access;
  private final Map<String, String> environment;
  private final Consumer<String> warnings;

  /**
   * @param folder of the cache; may be lost at any time
   * @param access how repositories are reached, by the beginning of their address, the longest that
   *     fits counts
   * @param environment for the proxy
   * @param warnings takes what is worth a line in the log
   */
  public ChartFetcher(
      Path folder,
      Map<String, RepositoryAccess> access,
      Map<String, String> environment,
      Clock clock,
      Consumer<String> warnings) {
    this.cache = new ContentCache(folder, CACHE_BOUND, clock);
    this.access = new TreeMap<>(access);
    this.environment = Map.copyOf(environment);
    this.warnings = warnings;
  }

  private RepositoryAccess access(String address) {
    RepositoryAccess found = RepositoryAccess.ANONYMOUS;
    for (Map.Entry<String, RepositoryAccess> entry : access.entrySet()) {
      // In the order of the keys a longer beginning comes after a shorter one.
      if (address.startsWith(entry.getKey())) {
        found = entry.getValue();
      }
    }
    return found;
  }

  /**
   * The version that a reference means now. The repository is asked; when it does not answer, what
   * it said last counts.
   *
   * @throws RepositoryException when there is no such chart or version
   */
  public ResolvedChart resolve(ChartReference reference) {
    RepositoryAccess how = access(reference.repository());
    HttpFetch http = new HttpFetch(how, environment);
    if (reference.isOci()) {
      return new OciRegistry(reference.repository(), reference.name(), http, how)
          .resolve(reference);
    }
    return new HttpRepository(reference.repository(), http, how, cache, warnings)
        .resolve(reference);
  }

  /**
   * The chart of a resolved reference.
   *
   * @throws RepositoryException when it cannot be had, or is not what was promised
   * @throws io.autohelm.engine.chart.ChartException when it is no valid chart
   */
  public Chart chart(ChartReference reference, ResolvedChart resolved) {
    return Charts.load(archive(reference, resolved));
  }

  /** The archive of a resolved reference, in the cache; not to be changed. */
  public Path archive(ChartReference reference, ResolvedChart resolved) {
    Optional<String> digest =
        resolved.digest().isEmpty()
            ? cache.digestOf(resolved.url())
            : Optional.of(resolved.digest());
    Optional<Path> here = digest.flatMap(cache::archive);
    if (here.isPresent()) {
      return here.get();
    }
    RepositoryAccess how = access(reference.repository());
    HttpFetch http = new HttpFetch(how, environment);
    String what =
        "chart " + resolved.name() + " " + resolved.version() + " from " + reference.repository();
    try (InputStream archive =
        reference.isOci()
            ? new OciRegistry(reference.repository(), reference.name(), http, how).open(resolved)
            : new HttpRepository(reference.repository(), http, how, cache, warnings)
                .open(resolved)) {
      String kept = cache.keep(archive, resolved.digest(), MAX_ARCHIVE, what);
      if (resolved.digest().isEmpty()) {
        cache.rememberDigest(resolved.url(), kept);
      }
      Path file =
          cache
              .archive(kept)
              .orElseThrow(() -> new RepositoryException(what + " left the cache at once"));
      if (Files.size(file) == 0) {
        throw new RepositoryException(what + " is empty");
      }
      return file;
    } catch (IOException e) {
      throw new RepositoryException(what + " cannot be read: " + e.getMessage(), e);
    }
  }
}
