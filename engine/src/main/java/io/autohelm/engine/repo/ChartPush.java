package io.autohelm.engine.repo;

import io.autohelm.engine.chart.ChartDocuments;
import io.autohelm.engine.chart.ChartMetadata;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.chart.Maintainer;
import io.autohelm.engine.yaml.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pushes packaged charts into registries, byte for byte as {@code helm push}: the same manifest,
 * and so the same digest, as long as the archive's time is the same.
 */
public final class ChartPush {
  private static final String OCI = "org.opencontainers.image.";

  private final RepositoryConnections connections;
  private final ZoneId zone;

  /**
   * @param zone of the time that is noted as the chart's creation
   */
  public ChartPush(RepositoryConnections connections, ZoneId zone) {
    this.connections = connections;
    this.zone = zone;
  }

  /**
   * What was pushed.
   *
   * @param reference {@code HOST/PATH/NAME:TAG}
   * @param digest of the manifest, {@code sha256:...}
   */
  public record Pushed(String reference, String digest) {}

  private static final class Blob {
    private final String mediaType;
    private final byte[] content;
    private final String digest;

    Blob(String mediaType, byte[] content) {
      this.mediaType = mediaType;
      this.content = content;
      this.digest = "sha256:" + HexFormat.of().formatHex(ContentCache.sha256().digest(content));
    }

    String digest() {
      return digest;
    }

    /** In the order of the fields of Go's struct. */
    String descriptor() {
      return "{\"mediaType\":"
          + Json.print(mediaType)
          + ",\"digest\":\""
          + digest
          + "\",\"size\":"
          + content.length
          + "}";
    }
  }

  /**
   * Pushes an archive, with its provenance file where one lies beside it.
   *
   * @param repository {@code oci://HOST/PATH}, to which the chart's name is added
   * @throws RepositoryException when the registry does not take it
   * @throws io.autohelm.engine.chart.ChartException when the archive is no chart
   */
  public Pushed push(Path archive, String repository) {
    if (Files.isDirectory(archive)) {
      throw new RepositoryException("cannot push directory, must provide chart archive (.tgz)");
    }
    if (!Files.exists(archive)) {
      throw new RepositoryException(archive + ": no such file");
    }
    ChartMetadata chart = Charts.load(archive).metadata();
    OciRegistry registry = connections.registry(repository, chart.name());
    try {
      List<Blob> layers = new ArrayList<>();
      layers.add(new Blob(OciRegistry.CHART_LAYER, Files.readAllBytes(archive)));
      Path provenance = archive.resolveSibling(archive.getFileName() + ".prov");
      if (Files.exists(provenance)) {
        layers.add(new Blob(OciRegistry.PROVENANCE_LAYER, Files.readAllBytes(provenance)));
      }
      layers.sort(Comparator.comparing(Blob::digest));
      Blob config =
          new Blob(OciRegistry.CONFIG, ChartDocuments.json(chart).getBytes(StandardCharsets.UTF_8));
      Blob manifest =
          new Blob(
              OciRegistry.MANIFEST,
              manifest(config, layers, annotations(chart, modified(archive)))
                  .getBytes(StandardCharsets.UTF_8));
      for (Blob layer : layers) {
        registry.putBlob(layer.digest(), BodyPublishers.ofByteArray(layer.content));
      }
      registry.putBlob(config.digest(), BodyPublishers.ofByteArray(config.content));
      registry.putManifest(chart.version(), manifest.content);
      return new Pushed(
          registry.name() + ":" + chart.version().replace('+', '_'), manifest.digest());
    } catch (FileNotFoundException e) {
      throw new RepositoryException(archive + ": no such file", e);
    } catch (IOException e) {
      throw new RepositoryException("cannot read " + archive + ": " + e.getMessage(), e);
    }
  }

  private String modified(Path archive) throws IOException {
    Instant time = Files.getLastModifiedTime(archive).toInstant().truncatedTo(ChronoUnit.SECONDS);
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.ofInstant(time, zone));
  }

  private static String manifest(Blob config, List<Blob> layers, Map<String, String> annotations) {
    return "{\"schemaVersion\":2,\"config\":"
        + config.descriptor()
        + ",\"layers\":["
        + String.join(",", layers.stream().map(Blob::descriptor).toList())
        + "],\"annotations\":"
        + Json.print(annotations)
        + "}";
  }

  /** What Helm tells of a chart, under the chart's own annotations, save for name and version. */
  private static Map<String, String> annotations(ChartMetadata chart, String created) {
    Map<String, String> all = new TreeMap<>();
    put(all, "description", chart.description());
    put(all, "url", chart.home());
    put(all, "created", created);
    put(all, "source", chart.sources().isEmpty() ? "" : chart.sources().get(0));
    List<String> authors = new ArrayList<>();
    for (Maintainer maintainer : chart.maintainers()) {
      authors.add(
          maintainer.name()
              + (maintainer.email().isEmpty() ? "" : " (" + maintainer.email() + ")"));
    }
    put(all, "authors", String.join(", ", authors));
    all.putAll(chart.annotations());
    all.remove(OCI + "title");
    all.remove(OCI + "version");
    put(all, "title", chart.name());
    put(all, "version", chart.version());
    return all;
  }

  private static void put(Map<String, String> all, String name, String value) {
    if (!value.isBlank()) {
      all.put(OCI + name, value);
    }
  }
}
