package io.autohelm.engine.chart;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chart with its sub-charts. Nothing in it may be changed; what adapts a chart to values gives a
 * new one.
 *
 * @param lock null where there is none
 * @param values the defaults of values.yaml
 * @param schema values.schema.json, null where there is none
 * @param files everything that is neither a template nor read above: README, crds/, files for
 *     {@code .Files}
 * @param raw every file of this chart as it was read, archives of sub-charts included; empty for a
 *     chart that was taken from a release record
 */
public record Chart(
    ChartMetadata metadata,
    @Nullable ChartLock lock,
    List<ChartFile> templates,
    Map<String, @Nullable Object> values,
    @Nullable ChartFile schema,
    List<ChartFile> files,
    List<Chart> dependencies,
    List<ChartFile> raw) {
  public Chart {
    templates = List.copyOf(templates);
    files = List.copyOf(files);
    dependencies = List.copyOf(dependencies);
    raw = List.copyOf(raw);
  }

  public String name() {
    return metadata.name();
  }

  public Chart withMetadata(ChartMetadata other) {
    return new Chart(other, lock, templates, values, schema, files, dependencies, raw);
  }

  public Chart withValues(Map<String, @Nullable Object> others) {
    return new Chart(metadata, lock, templates, others, schema, files, dependencies, raw);
  }

  public Chart withDependencies(List<Chart> others) {
    return new Chart(metadata, lock, templates, values, schema, files, others, raw);
  }

  /**
   * Why Helm would not release this chart, in its words: it is a library, or a dependency that it
   * declares is not in {@code charts/}. Empty for a chart that can be released.
   */
  public Optional<String> whyNotInstallable() {
    if (!metadata.type().isEmpty() && !metadata.type().equals("application")) {
      return Optional.of(metadata.type() + " charts are not installable");
    }
    return missingDependencies()
        .map(
            missing ->
                "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch"
                    + " missing dependencies: "
                    + missing);
  }

  /** Which dependencies it declares and does not have, in Helm's words; empty where it has all. */
  public Optional<String> missingDependencies() {
    List<String> missing =
        metadata.dependencies().stream()
            .map(Dependency::name)
            .filter(name -> dependencies.stream().noneMatch(child -> child.name().equals(name)))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "found in Chart.yaml, but missing in charts/ directory: " + String.join(", ", missing));
  }

  /**
   * A file of a {@code crds/} folder.
   *
   * @param path the file's path from the root chart on, as Helm prints it behind {@code # Source:}
   */
  public record Crd(String path, ChartFile file) {}

  /** The files of {@code crds/}, this chart's first, then those of its dependencies in order. */
  public List<Crd> crds() {
    List<Crd> found = new ArrayList<>();
    collectCrds(name(), found);
    return found;
  }

  private void collectCrds(String path, List<Crd> found) {
    for (ChartFile file : files) {
      if (file.name().startsWith("crds/") && isManifest(file.name())) {
        found.add(new Crd(path + "/" + file.name(), file));
      }
    }
    for (Chart dependency : dependencies) {
      dependency.collectCrds(path + "/charts/" + dependency.name(), found);
    }
  }

  private static boolean isManifest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
  }

  /**
   * A SHA-256 over names and contents of all files, the sub-charts' too: two charts with equal
   * digests render equally.
   *
   * @return {@code sha256:} and 64 hexadecimal digits
   */
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      addTo(sha);
      return "sha256:" + HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void addTo(MessageDigest sha) {
    add(sha, metadata.toString());
    add(sha, values.toString());
    List<ChartFile> all = new ArrayList<>(templates);
    all.addAll(files);
    if (schema != null) {
      all.add(schema);
    }
    for (ChartFile file : all) {
      add(sha, file.name());
      sha.update((byte) 1);
      sha.update(file.data());
      sha.update((byte) 0);
    }
    for (Chart dependency : dependencies) {
      sha.update((byte) 2);
      dependency.addTo(sha);
    }
    sha.update((byte) 3);
  }

  private static void add(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
  }
}
