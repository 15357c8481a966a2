package io.autohelm.engine.chart;

import io.autohelm.engine.yaml.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chart.yaml and Chart.lock as trees, to be printed: without what is empty, and in the order in
 * which Helm's structs declare the fields (which JSON keeps and YAML sorts).
 */
public final class ChartDocuments {
  private ChartDocuments() {}

  /** Chart.yaml. */
  public static Map<String, @Nullable Object> tree(ChartMetadata chart) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    put(tree, "name", chart.name());
    put(tree, "home", chart.home());
    put(tree, "sources", chart.sources());
    put(tree, "version", chart.version());
    put(tree, "description", chart.description());
    put(tree, "keywords", chart.keywords());
    List<Object> maintainers = new ArrayList<>();
    for (Maintainer maintainer : chart.maintainers()) {
      Map<String, @Nullable Object> item = new LinkedHashMap<>();
      put(item, "name", maintainer.name());
      put(item, "email", maintainer.email());
      put(item, "url", maintainer.url());
      maintainers.add(item);
    }
    put(tree, "maintainers", maintainers);
    put(tree, "icon", chart.icon());
    put(tree, "apiVersion", chart.apiVersion());
    put(tree, "condition", chart.condition());
    put(tree, "tags", chart.tags());
    put(tree, "appVersion", chart.appVersion());
    if (chart.deprecated()) {
      tree.put("deprecated", true);
    }
    if (!chart.annotations().isEmpty()) {
      tree.put("annotations", chart.annotations());
    }
    put(tree, "kubeVersion", chart.kubeVersion());
    put(tree, "dependencies", trees(chart.dependencies()));
    put(tree, "type", chart.type());
    return tree;
  }

  /** Chart.lock, or requirements.lock. */
  public static Map<String, @Nullable Object> tree(ChartLock lock) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("generated", lock.generated());
    tree.put("digest", lock.digest());
    tree.put("dependencies", trees(lock.dependencies()));
    return tree;
  }

  private static List<Object> trees(List<Dependency> dependencies) {
    List<Object> trees = new ArrayList<>();
    for (Dependency dependency : dependencies) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("name", dependency.name());
      put(tree, "version", dependency.version());
      tree.put("repository", dependency.repository());
      put(tree, "condition", dependency.condition());
      put(tree, "tags", dependency.tags());
      if (dependency.enabled()) {
        tree.put("enabled", true);
      }
      put(tree, "import-values", dependency.importValues());
      put(tree, "alias", dependency.alias());
      trees.add(tree);
    }
    return trees;
  }

  private static void put(Map<String, @Nullable Object> tree, String field, Object value) {
    boolean isEmpty =
        value instanceof String text ? text.isEmpty() : value instanceof List<?> l && l.isEmpty();
    if (!isEmpty) {
      tree.put(field, value);
    }
  }

  /**
   * Chart.yaml as JSON without blanks, its fields in the order of Helm's struct: what a registry
   * keeps as a chart's config.
   */
  public static String json(ChartMetadata chart) {
    return ordered(tree(chart));
  }

  /**
   * The digest that a lock has for its dependencies and the ones that were asked for.
   *
   * @param asked with {@code @NAME} repositories replaced by their addresses
   */
  public static String lockDigest(List<Dependency> asked, List<Dependency> locked) {
    return sha256("[" + array(asked) + "," + array(locked) + "]");
  }

  /**
   * The digest that Helm 2 gave to a requirements.lock.
   *
   * @param asked as they stand in requirements.yaml
   */
  public static String helm2LockDigest(List<Dependency> asked) {
    return sha256("{\"dependencies\":" + array(asked) + "}");
  }

  private static String array(List<Dependency> dependencies) {
    return dependencies.isEmpty() ? "null" : ordered(trees(dependencies));
  }

  private static String sha256(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** JSON that keeps the order of structs; what is a map in Go too is sorted by the printer. */
  private static String ordered(@Nullable Object tree) {
    if (tree instanceof LinkedHashMap<?, ?> map) {
      List<String> fields = new ArrayList<>();
      map.forEach(
          (key, value) -> {
            boolean isStruct = value instanceof List && !"import-values".equals(key);
            fields.add(Json.print(key) + ":" + (isStruct ? ordered(value) : Json.print(value)));
          });
      return "{" + String.join(",", fields) + "}";
    }
    if (tree instanceof List<?> list) {
      List<String> items = new ArrayList<>();
      list.forEach(item -> items.add(ordered(item)));
      return "[" + String.join(",", items) + "]";
    }
    return Json.print(tree);
  }
}
