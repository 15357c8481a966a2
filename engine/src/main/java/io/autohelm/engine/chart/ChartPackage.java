package io.autohelm.engine.chart;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packages a chart as {@code helm package} does: the same files in the same order with the same
 * headers, sub-charts unpacked among them. The time of packaging is not part of the archive: times
 * are those of the files, so that the same files give the same bytes.
 */
public final class ChartPackage {
  private static final String METADATA = "Chart.yaml";
  private static final String SCHEMA = "values.schema.json";

  private final Clock clock;
  private final @Nullable Instant stamp;

  /**
   * @param clock for files whose time is not known
   * @param stamp the time that all files get, as SOURCE_DATE_EPOCH asks; null to keep their own
   */
  public ChartPackage(Clock clock, @Nullable Instant stamp) {
    this.clock = clock;
    this.stamp = stamp;
  }

  /**
   * Writes {@code NAME-VERSION.tgz} into a folder, which is made where it does not exist.
   *
   * @return the file
   * @throws ChartException when the chart is not valid
   */
  public Path save(Chart chart, Path folder) throws IOException {
    try {
      MetadataReader.check(chart.metadata());
    } catch (ChartException e) {
      throw new ChartException("chart validation: " + e.getMessage(), e);
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ChartException("is not a directory: " + folder);
    }
    Files.createDirectories(folder);
    Path file = folder.resolve(chart.name() + "-" + chart.metadata().version() + ".tgz");
    Path aside = Files.createTempFile(folder, "." + chart.name(), ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside))) {
        write(chart, out);
      }
      publish(aside, file);
    } finally {
      Files.deleteIfExists(aside);
    }
    return file;
  }

  /** A temporary file is its owner's alone; an archive is for whom the folder is for. */
  private static void publish(Path aside, Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(aside, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
    }
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes the archive; the stream is not closed. */
  public void write(Chart chart, OutputStream out) throws IOException {
    @SuppressWarnings("resource") // Finished, not closed: the caller's stream is the caller's.
    GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 16);
    TarWriter tar = new TarWriter(zipped);
    write(chart, "", tar);
    tar.finish();
    zipped.finish();
  }

  private void write(Chart chart, String prefix, TarWriter tar) throws IOException {
    String base = prefix + chart.name() + "/";
    ChartMetadata metadata = chart.metadata();
    boolean isV1 = metadata.apiVersion().equals("v1");
    // A v1 chart keeps its dependencies in requirements.yaml, which is among its files.
    ChartMetadata own = isV1 ? metadata.withDependencies(List.of()) : metadata;
    tar.add(base + METADATA, yaml(ChartTree.metadata(own)), time(raw(chart, METADATA)));
    ChartLock lock = chart.lock();
    if (lock != null && metadata.apiVersion().equals("v2")) {
      tar.add(base + "Chart.lock", yaml(ChartTree.lock(stamped(lock))), time(lock));
    }
    ChartFile values = raw(chart, "values.yaml");
    if (values != null) {
      add(base, values, tar);
    }
    ChartFile schema = chart.schema();
    if (schema != null) {
      checkJson(schema);
      tar.add(base + SCHEMA, schema.data(), time(schema));
    }
    for (ChartFile template : chart.templates()) {
      add(base, template, tar);
    }
    for (ChartFile file : chart.files()) {
      add(base, file, tar);
    }
    for (Chart dependency : chart.dependencies()) {
      write(dependency, base + "charts/", tar);
    }
  }

  private void add(String base, ChartFile file, TarWriter tar) throws IOException {
    tar.add(base + file.name(), file.data(), time(file));
  }

  private ChartLock stamped(ChartLock lock) {
    return stamp == null
        ? lock
        : new ChartLock(stamp.toString(), lock.digest(), lock.dependencies());
  }

  private static byte[] yaml(@Nullable Map<String, @Nullable Object> tree) {
    return Yaml.print(tree).getBytes(StandardCharsets.UTF_8);
  }

  private static void checkJson(ChartFile schema) {
    try {
      Json.parse(schema.text());
    } catch (YamlException e) {
      throw new ChartException("invalid JSON in " + SCHEMA, e);
    }
  }

  private static @Nullable ChartFile raw(Chart chart, String name) {
    for (ChartFile file : chart.raw()) {
      if (file.name().equals(name)) {
        return file;
      }
    }
    return null;
  }

  private Instant time(@Nullable ChartFile file) {
    return time(file == null ? null : file.modified());
  }

  private Instant time(ChartLock lock) {
    try {
      return time(OffsetDateTime.parse(lock.generated()).toInstant());
    } catch (DateTimeParseException e) {
      return time((Instant) null);
    }
  }

  private Instant time(@Nullable Instant own) {
    if (stamp != null) {
      return stamp;
    }
    return own == null ? clock.instant() : own;
  }
}
