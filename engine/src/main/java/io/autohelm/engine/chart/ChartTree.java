package io.autohelm.engine.chart;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chart as the plain tree that Helm keeps in a release record: metadata, lock, templates, values,
 * schema, files. Sub-charts are not part of it, as Helm leaves them out too.
 */
public final class ChartTree {
  private static final String ZERO_TIME = "0001-01-01T00:00:00Z";

  private ChartTree() {}

  /** The tree of {@code chart}, ready for JSON. */
  public static Map<String, @Nullable Object> of(Chart chart) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("metadata", metadata(chart.metadata()));
    tree.put("lock", lock(chart.lock()));
    tree.put("templates", files(chart.templates()));
    tree.put("values", chart.values());
    ChartFile schema = chart.schema();
    tree.put("schema", schema == null ? null : Base64.getEncoder().encodeToString(schema.data()));
    tree.put(
        "schemamodtime",
        schema == null || schema.modified() == null ? ZERO_TIME : time(schema.modified()));
    tree.put("files", files(chart.files()));
    chart.raw().stream()
        .filter(file -> file.name().equals("Chart.yaml"))
        .map(ChartFile::modified)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(modified -> tree.put("modtime", time(modified)));
    return tree;
  }

  /**
   * The chart of a record's tree; what is missing is empty.
   *
   * @throws ChartException when a part has the wrong type
   */
  public static Chart read(@Nullable Object tree) {
    Fields fields = Fields.of("v2.Chart", tree);
    ChartMetadata metadata =
        MetadataReader.read(
            "Chart.yaml", Fields.of("v2.Metadata", fields.tree().get("metadata")).tree());
    Object lock = fields.tree().get("lock");
    String schema = fields.text("schema");
    Object values = fields.tree().get("values");
    return new Chart(
        metadata,
        lock == null ? null : readLock(lock),
        readFiles(fields, "templates"),
        values instanceof Map ? Fields.map(values) : Map.of(),
        schema.isEmpty()
            ? null
            : new ChartFile("values.schema.json", Base64.getDecoder().decode(schema), null),
        readFiles(fields, "files"),
        List.of(),
        List.of());
  }

  private static ChartLock readLock(Object lock) {
    Fields fields = Fields.of("v2.Lock", lock);
    return new ChartLock(
        fields.text("generated"), fields.text("digest"), MetadataReader.dependencies(fields));
  }

  private static List<ChartFile> readFiles(Fields fields, String field) {
    List<ChartFile> files = new ArrayList<>();
    for (Object item : fields.list(field, "*common.File")) {
      Fields file = Fields.of("common.File", item);
      files.add(
          new ChartFile(
              file.text("name"),
              Base64.getDecoder().decode(file.text("data")),
              instant(file.text("modtime"))));
    }
    return files;
  }

  /** A time as Go writes it into JSON: without zeros at the end of its fraction. */
  public static String time(Instant time) {
    String text = time.toString();
    return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+Z$", "Z");
  }

  private static @Nullable Instant instant(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable List<@Nullable Object> files(List<ChartFile> files) {
    if (files.isEmpty()) {
      return null;
    }
    List<@Nullable Object> trees = new ArrayList<>();
    for (ChartFile file : files) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("name", file.name());
      tree.put("data", Base64.getEncoder().encodeToString(file.data()));
      Instant modified = file.modified();
      if (modified != null) {
        tree.put("modtime", time(modified));
      }
      trees.add(tree);
    }
    return trees;
  }

  static @Nullable Map<String, @Nullable Object> lock(@Nullable ChartLock lock) {
    if (lock == null) {
      return null;
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("generated", lock.generated().isEmpty() ? ZERO_TIME : lock.generated());
    tree.put("digest", lock.digest());
    tree.put("dependencies", lock.dependencies().stream().map(ChartTree::dependency).toList());
    return tree;
  }

  /** The fields of Chart.yaml; what is empty is left out, as Go's omitempty does. */
  public static Map<String, @Nullable Object> metadata(ChartMetadata chart) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    text(tree, "name", chart.name());
    text(tree, "home", chart.home());
    list(tree, "sources", chart.sources());
    text(tree, "version", chart.version());
    text(tree, "description", chart.description());
    list(tree, "keywords", chart.keywords());
    list(tree, "maintainers", chart.maintainers().stream().map(ChartTree::maintainer).toList());
    text(tree, "icon", chart.icon());
    text(tree, "apiVersion", chart.apiVersion());
    text(tree, "condition", chart.condition());
    text(tree, "tags", chart.tags());
    text(tree, "appVersion", chart.appVersion());
    if (chart.deprecated()) {
      tree.put("deprecated", true);
    }
    if (!chart.annotations().isEmpty()) {
      tree.put("annotations", chart.annotations());
    }
    text(tree, "kubeVersion", chart.kubeVersion());
    list(tree, "dependencies", chart.dependencies().stream().map(ChartTree::dependency).toList());
    text(tree, "type", chart.type());
    text(tree, "engine", chart.engine());
    return tree;
  }

  private static Map<String, @Nullable Object> maintainer(Maintainer maintainer) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    text(tree, "name", maintainer.name());
    text(tree, "email", maintainer.email());
    text(tree, "url", maintainer.url());
    return tree;
  }

  private static Map<String, @Nullable Object> dependency(Dependency dependency) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", dependency.name());
    text(tree, "version", dependency.version());
    tree.put("repository", dependency.repository());
    text(tree, "condition", dependency.condition());
    list(tree, "tags", dependency.tags());
    if (dependency.enabled()) {
      tree.put("enabled", true);
    }
    list(tree, "import-values", dependency.importValues());
    text(tree, "alias", dependency.alias());
    // Helm reads over it; a roll-back and an uninstallation need the order too.
    list(tree, "depends-on", dependency.dependsOn());
    return tree;
  }

  private static void text(Map<String, @Nullable Object> tree, String key, String value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }

  private static void list(Map<String, @Nullable Object> tree, String key, List<?> value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }
}
