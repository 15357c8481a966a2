package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.provenance.Provenance;
import io.autohelm.engine.provenance.ProvenanceException;
import io.autohelm.engine.provenance.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings charts by reference: resolves the version, downloads the archive unless its content is in
 * the cache, and checks that it is what was promised, and signed where that is asked for. Safe for
 * many threads and processes on one cache.
 */
public final class ChartFetcher {
  /** What the archives of a cache may come to together, in bytes. */
  public static final long CACHE_BOUND = 2L << 30;

  private static final long MAX_ARCHIVE = 100L << 20;

  private final ContentCache cache;
  private final RepositoryConnections connections;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final boolean keptIndexes;

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
    this(
        folder,
        CACHE_BOUND,
        new RepositoryConnections(access, List.of(), environment, clock),
        clock,
        warnings);
  }

  /**
   * @param folder of the cache; may be lost at any time
   * @param bound what its archives may come to together, in bytes; the least recently used go first
   * @param clock for what was used when, and for the keys of signatures
   * @param warnings takes what is worth a line in the log
   */
  public ChartFetcher(
      Path folder,
      long bound,
      RepositoryConnections connections,
      Clock clock,
      Consumer<String> warnings) {
    this(new ContentCache(folder, bound, clock), connections, clock, warnings, false);
  }

  private ChartFetcher(
      ContentCache cache,
      RepositoryConnections connections,
      Clock clock,
      Consumer<String> warnings,
      boolean keptIndexes) {
    this.cache = cache;
    this.connections = connections;
    this.clock = clock;
    this.warnings = warnings;
    this.keptIndexes = keptIndexes;
  }

  /** The same, but an index that is kept is not asked for again. */
  public ChartFetcher withKeptIndexes() {
    return new ChartFetcher(cache, connections, clock, warnings, true);
  }

  /**
   * Asks a repository for its index and keeps it.
   *
   * @throws RepositoryException when it does not answer with one
   */
  public void refresh(String repository) {
    repository(repository).refresh();
  }

  private HttpRepository repository(String address) {
    RepositoryAccess how = connections.access(address);
    if (how.tls().unverified()) {
      warnings.accept("the certificate of " + address + " is not verified");
    }
    return new HttpRepository(address, connections.http(how), how, cache);
  }

  /**
   * The version that a reference means now. The repository is asked, then its mirrors; when none
   * answers, what it said last counts.
   *
   * @throws RepositoryException when there is no such chart or version
   */
  public ResolvedChart resolve(ChartReference reference) {
    RepositoryException unreachable;
    try {
      return resolve(
          reference, keptIndexes ? HttpRepository.Asking.KEPT : HttpRepository.Asking.ANEW);
    } catch (RepositoryException e) {
      if (e.kind() != RepositoryException.Kind.UNREACHABLE) {
        throw e;
      }
      unreachable = e;
    }
    for (String mirror : connections.access(reference.repository()).mirrors()) {
      try {
        ResolvedChart found = resolve(reference.at(mirror), HttpRepository.Asking.ANEW);
        warnings.accept(unreachable.getMessage() + "; its mirror " + mirror + " answers");
        return found;
      } catch (RepositoryException e) {
        warnings.accept("mirror " + mirror + ": " + e.getMessage());
      }
    }
    if (!reference.isOci() && repository(reference.repository()).hasKeptIndex()) {
      warnings.accept(unreachable.getMessage() + "; its last known index is used");
      return resolve(reference, HttpRepository.Asking.KEPT);
    }
    Optional<ResolvedChart> last =
        reference.isOci() ? cache.lastAnswer(reference.toString()) : Optional.empty();
    if (last.isPresent()) {
      warnings.accept(
          unreachable.getMessage() + "; version " + last.get().version() + " is used, as before");
      return last.get();
    }
    throw unreachable;
  }

  private ResolvedChart resolve(ChartReference reference, HttpRepository.Asking asking) {
    if (!reference.isOci()) {
      return repository(reference.repository()).resolve(reference, asking);
    }
    ResolvedChart found =
        connections.registry(reference.repository(), reference.name()).resolve(reference);
    cache.rememberAnswer(reference.toString(), found);
    return found;
  }

  /**
   * The chart of a resolved reference.
   *
   * @throws RepositoryException when it cannot be had, is not what was promised, or not signed by
   *     whom it must be
   * @throws io.autohelm.engine.chart.ChartException when it is no valid chart
   */
  public Chart chart(ChartReference reference, ResolvedChart resolved) {
    Path file = archive(reference, resolved);
    try {
      return Charts.load(file);
    } catch (ChartException e) {
      if (Files.exists(file)) {
        throw e;
      }
      // Another process had no room for it any more, in between.
      return Charts.load(archive(reference, resolved));
    }
  }

  /**
   * The archive of a resolved reference, in the cache; not to be changed.
   *
   * @throws RepositoryException as {@link #chart}
   */
  public Path archive(ChartReference reference, ResolvedChart resolved) {
    Path file = archiveOnly(reference, resolved);
    TrustPolicy trust = connections.access(reference.repository()).trust();
    if (trust != null) {
      verify(reference, resolved, trust);
    }
    return file;
  }

  private static String what(ChartReference reference, ResolvedChart resolved) {
    return "chart "
        + resolved.name()
        + " "
        + resolved.version()
        + " from "
        + reference.repository();
  }

  private Path archiveOnly(ChartReference reference, ResolvedChart resolved) {
    Optional<String> digest =
        resolved.digest().isEmpty()
            ? cache.digestOf(resolved.url())
            : Optional.of(resolved.digest());
    Optional<Path> here = digest.flatMap(cache::archive);
    if (here.isPresent()) {
      return here.get();
    }
    String what = what(reference, resolved);
    RepositoryException unreachable;
    try {
      return downloaded(reference, resolved, what);
    } catch (RepositoryException e) {
      if (e.kind() != RepositoryException.Kind.UNREACHABLE) {
        throw e;
      }
      unreachable = e;
    }
    for (String mirror : connections.access(reference.repository()).mirrors()) {
      try {
        ChartReference there =
            new ChartReference(mirror, resolved.name(), resolved.version(), reference.digest());
        ResolvedChart other = resolve(there, HttpRepository.Asking.ANEW);
        // A mirror may be out of date, but what it gives must be the same.
        return downloaded(
            there,
            new ResolvedChart(other.name(), other.version(), other.url(), resolved.digest(), ""),
            what);
      } catch (RepositoryException e) {
        warnings.accept("mirror " + mirror + ": " + e.getMessage());
      }
    }
    throw unreachable;
  }

  private Path downloaded(ChartReference reference, ResolvedChart resolved, String what) {
    HttpFetch http = connections.http(connections.access(reference.repository()));
    try {
      return http.whole(
          what,
          () -> {
            try (InputStream archive = open(reference, resolved.url())) {
              return kept(archive, resolved, what);
            }
          });
    } catch (MissingException e) {
      throw new RepositoryException(e.getMessage() + ", but should be " + what, e);
    } catch (IOException e) {
      throw new RepositoryException("cannot keep " + what + ": " + e.getMessage(), e);
    }
  }

  private Path kept(InputStream archive, ResolvedChart resolved, String what)
      throws NetworkException {
    String kept = cache.keep(archive, resolved.digest(), MAX_ARCHIVE, what);
    if (resolved.digest().isEmpty()) {
      cache.rememberDigest(resolved.url(), kept);
    }
    return cache
        .archive(kept)
        .orElseThrow(() -> new RepositoryException(what + " left the cache at once"));
  }

  private InputStream open(ChartReference reference, String url) throws MissingException {
    return reference.isOci()
        ? connections.registry(reference.repository(), reference.name()).open(url)
        : repository(reference.repository()).open(url);
  }

  /**
   * The provenance file of a resolved reference.
   *
   * @return empty where it has none
   */
  public Optional<byte[]> provenance(ChartReference reference, ResolvedChart resolved) {
    if (resolved.provenanceUrl().isEmpty()) {
      return Optional.empty();
    }
    HttpFetch http = connections.http(connections.access(reference.repository()));
    try {
      return Optional.of(
          http.whole(
              resolved.provenanceUrl(),
              () -> {
                try (InputStream in = open(reference, resolved.provenanceUrl())) {
                  return in.readNBytes(Provenance.MAX_SIZE);
                }
              }));
    } catch (MissingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new RepositoryException(
          RepositoryException.Kind.UNREACHABLE,
          resolved.provenanceUrl() + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  /**
   * Checks a chart against a policy, whatever the repository's own is.
   *
   * @throws RepositoryException of kind UNTRUSTED, caused by a {@link ProvenanceException}, when it
   *     is not signed by whom it must be
   */
  public Verification verify(ChartReference reference, ResolvedChart resolved, TrustPolicy trust) {
    try {
      Path archive = archiveOnly(reference, resolved);
      String sha256 = Provenance.sha256(archive);
      byte[] provenance =
          cache
              .provenance(sha256)
              .or(() -> kept(reference, resolved, sha256))
              .orElseThrow(
                  () ->
                      new ProvenanceException(
                          ProvenanceException.Reason.UNSIGNED,
                          "failed to fetch provenance \"" + resolved.url() + ".prov\""));
      return Provenance.verify(
          provenance, resolved.fileName(), sha256, trust.keys(), clock.instant());
    } catch (ProvenanceException e) {
      List<String> wanted = new ArrayList<>(trust.signers());
      throw new RepositoryException(
          RepositoryException.Kind.UNTRUSTED,
          what(reference, resolved)
              + " is not trusted: "
              + e.reason().words()
              + (wanted.isEmpty() ? "" : ", it must be signed by " + String.join(" or ", wanted))
              + " ("
              + e.getMessage()
              + ")",
          e);
    } catch (IOException e) {
      throw new RepositoryException(
          "cannot read " + what(reference, resolved) + ": " + e.getMessage(), e);
    }
  }

  private Optional<byte[]> kept(ChartReference reference, ResolvedChart resolved, String sha256) {
    Optional<byte[]> fetched = fromMirrorsToo(reference, resolved);
    fetched.ifPresent(bytes -> cache.keepProvenance(sha256, bytes));
    return fetched;
  }

  private Optional<byte[]> fromMirrorsToo(ChartReference reference, ResolvedChart resolved) {
    RepositoryException unreachable;
    try {
      return provenance(reference, resolved);
    } catch (RepositoryException e) {
      if (e.kind() != RepositoryException.Kind.UNREACHABLE) {
        throw e;
      }
      unreachable = e;
    }
    for (String mirror : connections.access(reference.repository()).mirrors()) {
      try {
        ChartReference there = new ChartReference(mirror, resolved.name(), resolved.version());
        Optional<byte[]> found = provenance(there, resolve(there, HttpRepository.Asking.ANEW));
        if (found.isPresent()) {
          return found;
        }
      } catch (RepositoryException e) {
        warnings.accept("mirror " + mirror + ": " + e.getMessage());
      }
    }
    throw unreachable;
  }
}
