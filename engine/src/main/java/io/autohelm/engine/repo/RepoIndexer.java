package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartTree;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.semver.Version;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the index.yaml of a folder of packaged charts, as {@code helm repo index} does. */
public final class RepoIndexer {
  private final Clock clock;

  public RepoIndexer(Clock clock) {
    this.clock = clock;
  }

  /**
   * Writes {@code index.yaml} into the folder: its archives and those one level below.
   *
   * @param url put before each archive's name; empty leaves the names as they are
   * @param merge an index whose further versions are taken over; made empty where it does not
   *     exist; null for none
   * @param asJson whether JSON is written, which is YAML too
   * @throws RepositoryException in Helm's words
   */
  public void write(Path folder, String url, @Nullable Path merge, boolean asJson)
      throws IOException {
    Map<String, List<Map<String, @Nullable Object>>> entries = new LinkedHashMap<>();
    for (Path archive : archives(folder)) {
      add(folder, archive, url, entries);
    }
    if (merge != null) {
      if (Files.exists(merge)) {
        merge(merge, entries);
      } else {
        write(merge, Map.of(), asJson);
      }
    }
    entries.values().forEach(RepoIndexer::sort);
    write(folder.resolve("index.yaml"), entries, asJson);
  }

  private static List<Path> archives(Path folder) throws IOException {
    List<Path> archives = new ArrayList<>();
    List<Path> folders = new ArrayList<>(List.of(folder));
    if (!Files.isDirectory(folder)) {
      return archives;
    }
    try (Stream<Path> listed = Files.list(folder)) {
      folders.addAll(listed.filter(Files::isDirectory).sorted().toList());
    }
    for (Path one : folders) {
      try (Stream<Path> listed = Files.list(one)) {
        archives.addAll(
            listed
                .filter(file -> file.toString().endsWith(".tgz") && !Files.isDirectory(file))
                .sorted()
                .toList());
      }
    }
    return archives;
  }

  private void add(
      Path folder,
      Path archive,
      String url,
      Map<String, List<Map<String, @Nullable Object>>> entries)
      throws IOException {
    Chart chart;
    try {
      chart = Charts.load(archive);
    } catch (ChartException e) {
      return; // Helm takes it for something else than a chart.
    }
    Path relative = folder.relativize(archive);
    String file = archive.getFileName().toString();
    String parent = relative.getNameCount() > 1 ? relative.getName(0).toString() : "";
    Map<String, @Nullable Object> entry = new LinkedHashMap<>(ChartTree.metadata(chart.metadata()));
    String base = joined(url, parent);
    entry.put("urls", List.of(base.isEmpty() ? file : joined(base, file)));
    entry.put("created", now());
    entry.put("digest", digest(archive));
    entries.computeIfAbsent(chart.name(), name -> new ArrayList<>()).add(entry);
  }

  /** An address with a file behind it; without an address, the path alone. */
  private static String joined(String url, String path) {
    if (path.isEmpty()) {
      return url;
    }
    if (url.isEmpty()) {
      return path;
    }
    try {
      URI base = new URI(url);
      String start = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
      String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
      String authority =
          base.getScheme() == null ? "" : base.getScheme() + "://" + base.getRawAuthority();
      return authority + start + "/" + path + query;
    } catch (java.net.URISyntaxException e) {
      return url + "/" + path;
    }
  }

  private String now() {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.now(clock));
  }

  private static String digest(Path file) throws IOException {
    MessageDigest sha = ContentCache.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  @SuppressWarnings("unchecked") // a YAML tree's maps have string keys
  private static void merge(Path file, Map<String, List<Map<String, @Nullable Object>>> entries)
      throws IOException {
    Object tree;
    try {
      String text = Files.readString(file);
      if (text.isEmpty()) {
        throw new RepositoryException(
            "merge failed: error loading " + file + ": empty index.yaml file");
      }
      tree = Yaml.parseExact(text);
    } catch (YamlException e) {
      throw new RepositoryException(
          "merge failed: error loading " + file + ": " + e.getMessage(), e);
    }
    if (!(tree instanceof Map<?, ?> index) || index.get("apiVersion") == null) {
      throw new RepositoryException(
          "merge failed: error loading " + file + ": no API version specified");
    }
    if (!(index.get("entries") instanceof Map<?, ?> charts)) {
      return;
    }
    for (Object versions : charts.values()) {
      if (versions instanceof List<?> list) {
        for (Object item : list) {
          if (item instanceof Map<?, ?> entry) {
            take((Map<String, @Nullable Object>) entry, entries);
          }
        }
      }
    }
  }

  private static void take(
      Map<String, @Nullable Object> entry,
      Map<String, List<Map<String, @Nullable Object>>> entries) {
    List<Map<String, @Nullable Object>> known =
        entries.computeIfAbsent(String.valueOf(entry.get("name")), key -> new ArrayList<>());
    String version = String.valueOf(entry.get("version"));
    if (known.stream().noneMatch(one -> version.equals(one.get("version")))) {
      known.add(entry);
    }
  }

  private static void sort(List<Map<String, @Nullable Object>> versions) {
    versions.sort(
        Comparator.comparing(
                (Map<String, @Nullable Object> entry) ->
                    Version.parse(String.valueOf(entry.get("version"))))
            .reversed());
  }

  private void write(
      Path file, Map<String, List<Map<String, @Nullable Object>>> entries, boolean asJson)
      throws IOException {
    Map<String, @Nullable Object> index = new LinkedHashMap<>();
    index.put("apiVersion", "v1");
    index.put("generated", now());
    index.put("entries", entries);
    String text = asJson ? Json.printPretty(index) : Yaml.print(index);
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
