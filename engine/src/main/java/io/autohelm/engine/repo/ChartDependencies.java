package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartDocuments;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartLock;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.chart.Dependency;
import io.autohelm.engine.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fills the {@code charts/} folder of a chart on disk with the dependencies that its Chart.yaml or
 * Chart.lock names: {@code helm dependency update} and {@code build}, with their lock, files and
 * words.
 */
public final class ChartDependencies {
  private final ChartFetcher fetcher;
  private final NamedRepositories names;
  private final Packing packing;
  private final Clock clock;
  private final Consumer<String> output;

  /** Packs a chart of a folder, as {@code helm package} does. */
  @FunctionalInterface
  public interface Packing {
    /** Writes {@code NAME-VERSION.tgz} into a folder. */
    void pack(Chart chart, Path into);
  }

  /**
   * @param clock the lock's time and zone
   * @param output takes the lines that Helm prints on the way
   */
  public ChartDependencies(
      ChartFetcher fetcher,
      NamedRepositories names,
      Packing packing,
      Clock clock,
      Consumer<String> output) {
    this.fetcher = fetcher;
    this.names = names;
    this.packing = packing;
    this.clock = clock;
    this.output = output;
  }

  /**
   * Chooses versions anew, brings the charts, and writes the lock if it changed.
   *
   * @param refresh whether repositories are asked for their newest index
   * @throws RepositoryException when a dependency cannot be had; {@code charts/} is then as it was
   */
  public void update(Path folder, boolean refresh) {
    Chart chart = load(folder);
    List<Dependency> declared = chart.metadata().dependencies();
    if (declared.isEmpty()) {
      return;
    }
    FolderPlace place = new FolderPlace(folder);
    List<Dependency> asked = names.resolved(declared);
    DependencyResolver.noCycle(place);
    ChartFetcher asking = refresh ? refreshed(asked) : fetcher.withKeptIndexes();
    List<Dependency> locked = new DependencyResolver(asking).locked(asked, place);
    new ChartsFolder(asking, packing, output).fill(place, locked);
    String digest = ChartDocuments.lockDigest(asked, locked);
    ChartLock old = chart.lock();
    if (old == null || !old.digest().equals(digest)) {
      String now =
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
              OffsetDateTime.now(clock.withZone(clock.getZone())));
      writeLock(folder, new ChartLock(now, digest, locked), isV1(chart));
    }
  }

  /**
   * Brings the charts that the lock names; without a lock as {@link #update}.
   *
   * @param refresh whether repositories are asked for their newest index
   * @throws RepositoryException when the lock does not fit Chart.yaml, or a chart cannot be had
   */
  public void build(Path folder, boolean refresh) {
    Chart chart = load(folder);
    ChartLock lock = chart.lock();
    if (lock == null) {
      update(folder, refresh);
      return;
    }
    FolderPlace place = new FolderPlace(folder);
    List<Dependency> asked = names.resolved(chart.metadata().dependencies());
    checkLock(chart, asked, lock).ifPresent(output);
    List<String> unknown =
        lock.dependencies().stream()
            .map(Dependency::repository)
            .filter(address -> !address.isEmpty() && !address.startsWith("file://"))
            .filter(address -> !address.startsWith("oci://") && names.nameOf(address).isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      throw new RepositoryException("no repository definition for " + String.join(", ", unknown));
    }
    DependencyResolver.noCycle(place);
    ChartFetcher asking = refresh ? refreshed(List.of()) : fetcher.withKeptIndexes();
    new ChartsFolder(asking, packing, output).fill(place, lock.dependencies());
  }

  /**
   * Whether a lock is for these dependencies.
   *
   * @param asked with addresses instead of names
   * @return a warning, if it fits only by Helm 2's digest
   * @throws RepositoryException in Helm's words where it does not
   */
  static Optional<String> checkLock(Chart chart, List<Dependency> asked, ChartLock lock) {
    if (ChartDocuments.lockDigest(asked, lock.dependencies()).equals(lock.digest())) {
      return Optional.empty();
    }
    if (!isV1(chart)) {
      throw new RepositoryException(
          "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml)."
              + " Please update the dependencies with 'helm dependency update'");
    }
    if (!ChartDocuments.helm2LockDigest(chart.metadata().dependencies()).equals(lock.digest())) {
      throw new RepositoryException(
          "the lock file (requirements.lock) is out of sync with the dependencies file"
              + " (requirements.yaml). Please update the dependencies");
    }
    return Optional.of(
        "warning: a valid Helm v3 hash was not found. Checking against Helm v2 hash...");
  }

  private static boolean isV1(Chart chart) {
    return chart.metadata().apiVersion().equals("v1");
  }

  private static Chart load(Path folder) {
    if (!Files.exists(folder)) {
      throw new RepositoryException(
          "could not find " + folder + ": stat " + folder + ": no such file or directory");
    }
    if (!Files.isDirectory(folder)) {
      throw new RepositoryException("only unpacked charts can be updated");
    }
    return Charts.load(folder);
  }

  /** Asks all repositories that have names, and those that are asked for by address. */
  private ChartFetcher refreshed(List<Dependency> asked) {
    List<String> unnamed =
        asked.stream()
            .map(Dependency::repository)
            .filter(address -> address.startsWith("http") && names.nameOf(address).isEmpty())
            .distinct()
            .toList();
    if (!unnamed.isEmpty()) {
      output.accept("Getting updates for unmanaged Helm repositories...");
      unnamed.forEach(address -> refresh("", address));
    }
    if (!names.all().isEmpty()) {
      output.accept("Hang tight while we grab the latest from your chart repositories...");
      names.all().forEach(this::refresh);
      output.accept("Update Complete. ⎈Happy Helming!⎈");
    }
    return fetcher.withKeptIndexes();
  }

  private void refresh(String name, String address) {
    String shown = "\"" + (name.isEmpty() ? address : name) + "\" chart repository";
    try {
      fetcher.refresh(address);
      output.accept("...Successfully got an update from the " + shown);
    } catch (RepositoryException e) {
      output.accept(
          "...Unable to get an update from the "
              + shown
              + (name.isEmpty() ? "" : " (" + address + ")")
              + ":\n\t"
              + e.getMessage());
    }
  }

  private static void writeLock(Path folder, ChartLock lock, boolean isV1) {
    Path file = folder.resolve(isV1 ? "requirements.lock" : "Chart.lock");
    try {
      if (Files.isSymbolicLink(file)) {
        throw new RepositoryException(
            "the "
                + file.getFileName()
                + " file is a symlink to \""
                + Files.readSymbolicLink(file)
                + "\"");
      }
      Path aside = Files.createTempFile(folder, ".lock", ".part");
      Files.writeString(aside, Yaml.print(ChartDocuments.tree(lock)));
      ContentCache.readable(aside);
      ContentCache.move(aside, file);
    } catch (IOException e) {
      throw new RepositoryException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * How the dependencies of a chart's folder stand, as {@code helm dependency list} shows them.
   *
   * @param status {@code ok}, {@code unpacked}, {@code missing}, {@code wrong version}, {@code
   *     invalid version}, {@code corrupt}, {@code misnamed} or {@code too many matches}
   */
  public record Status(String name, String version, String repository, String status) {}

  /** The dependencies that Chart.yaml declares, in its order. */
  public static List<Status> list(Path folder) {
    Chart chart = Charts.load(folder);
    List<Status> all = new ArrayList<>();
    for (Dependency dependency : chart.metadata().dependencies()) {
      all.add(
          new Status(
              dependency.name(),
              dependency.version(),
              dependency.repository(),
              DependencyStatus.of(folder, dependency, chart)));
    }
    return all;
  }

  /** Helm's warnings of what is in {@code charts/} and is no chart, or is not in Chart.yaml. */
  public static List<String> strangers(Path folder) {
    List<Dependency> declared = Charts.load(folder).metadata().dependencies();
    List<String> warnings = new ArrayList<>();
    for (Path file : DependencyStatus.matching(folder, name -> true)) {
      if (!Files.isDirectory(file) && !file.toString().endsWith(".tgz")) {
        continue;
      }
      try {
        String name = Charts.load(file).name();
        if (declared.stream().noneMatch(dependency -> dependency.name().equals(name))) {
          warnings.add("WARNING: \"" + file + "\" is not in Chart.yaml.");
        }
      } catch (ChartException e) {
        warnings.add("WARNING: \"" + file + "\" is not a chart.");
      }
    }
    return warnings;
  }
}
