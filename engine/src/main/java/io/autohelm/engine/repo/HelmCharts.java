package io.autohelm.engine.repo;

import io.autohelm.engine.provenance.Provenance;
import io.autohelm.engine.provenance.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings charts by the references that Helm's commands take, through the cache by content that is
 * shared with Helm.
 */
public final class HelmCharts {
  private static final long MAX_ARCHIVE = 100L << 20;
  private static final String CHART = ".chart";
  private static final String PROVENANCE = ".prov";

  private final HelmFolders folders;
  private final HelmRepositories repositories;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Consumer<String> output;

  /**
   * @param environment for the proxy
   * @param warnings takes what Helm logs as warnings
   * @param output takes the lines that Helm prints of a download
   */
  public HelmCharts(
      HelmFolders folders,
      Map<String, String> environment,
      Clock clock,
      Consumer<String> warnings,
      Consumer<String> output) {
    this.folders = folders;
    this.repositories = new HelmRepositories(folders, environment, clock, warnings);
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.output = output;
  }

  /**
   * A chart that was found, not yet brought.
   *
   * @param digest SHA-256 as promised; empty where nothing is promised
   * @param proofUrl of its provenance file, for an error
   * @param cached is told that the chart need not be downloaded
   */
  private record Chart(
      String fileName,
      String digest,
      String proofUrl,
      Fetching archive,
      Proving provenance,
      Runnable cached) {}

  private interface Fetching {
    void to(Path file) throws IOException;
  }

  private interface Proving {
    /** Empty where there is none. */
    Optional<byte[]> fetch() throws IOException;
  }

  private Chart find(String reference, String version, ChartAccess given) throws IOException {
    if (reference.startsWith("oci://")) {
      OciCharts chart =
          new OciCharts(
              reference,
              version,
              new RepositoryConnections(
                  Map.of("", given.access()),
                  List.of(folders.registryConfig()),
                  environment,
                  clock),
              output);
      return new Chart(
          chart.fileName(),
          chart.archiveDigest(),
          chart.proofUrl(),
          chart::archive,
          chart::provenance,
          chart::tell);
    }
    HelmRepositories.Located located = repositories.locate(reference, version, given);
    String proofUrl = located.url() + PROVENANCE;
    return new Chart(
        fileName(located.url()),
        located.digest(),
        proofUrl,
        file ->
            repositories.download(
                located.url(), located.access(), located.trusted(), file, MAX_ARCHIVE),
        () -> provenance(proofUrl, located),
        () -> {});
  }

  private Optional<byte[]> provenance(String url, HelmRepositories.Located located)
      throws IOException {
    Path aside = Files.createTempFile("chart", PROVENANCE);
    try {
      repositories.download(url, located.access(), located.trusted(), aside, Provenance.MAX_SIZE);
      return Optional.of(Files.readAllBytes(aside));
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static String fileName(String url) {
    String path = url.replaceFirst("[?#].*", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * What was downloaded.
   *
   * @param proven where that was asked for
   */
  public record Pulled(Path file, Optional<Verification> proven) {}

  /**
   * Downloads a chart into a folder, under the name that its address ends with.
   *
   * @throws RepositoryException when it cannot be had
   * @throws io.autohelm.engine.provenance.ProvenanceException when it is not proven as asked
   */
  public Pulled pull(
      String reference, String version, ChartAccess given, ChartProof proof, Path folder)
      throws IOException {
    Chart chart = find(reference, version, given);
    Path file = folder.resolve(chart.fileName());
    if (!Files.isDirectory(folder)) {
      throw new RepositoryException("open " + file + ": no such file or directory");
    }
    Path kept = cached(chart.digest(), CHART);
    if (Files.exists(kept)) {
      Files.copy(kept, file, StandardCopyOption.REPLACE_EXISTING);
      chart.cached().run();
    } else {
      Path aside = Files.createTempFile("chart", ".part");
      try {
        fetch(chart, aside);
        Files.copy(aside, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    ContentCache.readable(file);
    if (proof.demand() == ChartProof.Demand.NONE) {
      return new Pulled(file, Optional.empty());
    }
    Optional<byte[]> provenance = provenance(reference, chart, proof);
    if (provenance.isEmpty()) {
      return new Pulled(file, Optional.empty());
    }
    Path beside = folder.resolve(chart.fileName() + PROVENANCE);
    Files.write(beside, provenance.get());
    return new Pulled(
        file,
        proof.demand() == ChartProof.Demand.VERIFY
            ? Optional.of(ChartProof.verify(file, beside, proof.keyring(), clock.instant()))
            : Optional.empty());
  }

  private Optional<byte[]> provenance(String reference, Chart chart, ChartProof proof)
      throws IOException {
    String why = "there is none";
    try {
      Optional<byte[]> found = chart.provenance().fetch();
      if (found.isPresent()) {
        return found;
      }
    } catch (RepositoryException e) {
      why = String.valueOf(e.getMessage());
    }
    if (proof.demand() == ChartProof.Demand.VERIFY) {
      throw new RepositoryException("failed to fetch provenance \"" + chart.proofUrl() + "\"");
    }
    output.accept("WARNING: Verification not found for " + reference + ": " + why);
    return Optional.empty();
  }

  /**
   * A chart in the cache, downloaded where it is not there yet; not to be changed.
   *
   * @throws RepositoryException when it cannot be had
   * @throws io.autohelm.engine.provenance.ProvenanceException when it is not proven as asked
   */
  public Path cached(String reference, String version, ChartAccess given, ChartProof proof)
      throws IOException {
    Chart chart = find(reference, version, given);
    Path kept = cached(chart.digest(), CHART);
    if (Files.exists(kept)) {
      chart.cached().run();
    } else {
      Files.createDirectories(folders.contentCache());
      Path aside = Files.createTempFile(folders.contentCache(), "incoming", ".part");
      try {
        kept = cached(fetch(chart, aside), CHART);
        keep(aside, kept);
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    if (proof.demand() == ChartProof.Demand.VERIFY) {
      // A signature is for a file of that name, which the cache does not have.
      Path folder = Files.createTempDirectory("chart");
      Path named = folder.resolve(chart.fileName());
      Path beside = folder.resolve(chart.fileName() + PROVENANCE);
      try {
        Files.copy(kept, named);
        Files.write(beside, provenance(reference, chart, proof).orElseThrow());
        ChartProof.verify(named, beside, proof.keyring(), clock.instant());
      } finally {
        Files.deleteIfExists(named);
        Files.deleteIfExists(beside);
        Files.deleteIfExists(folder);
      }
    }
    return kept;
  }

  private static void keep(Path aside, Path kept) throws IOException {
    Files.createDirectories(kept.resolveSibling(""));
    ContentCache.readable(aside);
    ContentCache.move(aside, kept);
  }

  private Path cached(String digest, String kind) {
    return digest.length() < 2
        ? folders.contentCache().resolve("none")
        : folders.contentCache().resolve(digest.substring(0, 2)).resolve(digest + kind);
  }

  /** Downloads; gives the digest of what came, which must be the one that was promised. */
  private static String fetch(Chart chart, Path to) throws IOException {
    chart.archive().to(to);
    String digest = Provenance.sha256(to);
    if (!chart.digest().isEmpty() && !chart.digest().equals(digest)) {
      throw new RepositoryException(
          chart.fileName()
              + " is not what its repository promises: SHA-256 "
              + chart.digest()
              + " was promised, "
              + digest
              + " came");
    }
    return digest;
  }
}
