package io.autohelm.engine.chart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sorts the files of a chart into its parts, sub-charts included. */
final class ChartAssembly {
  /**
   * Archives within archives within folders: deeper than any real chart, shallow enough for the
   * stack.
   */
  private static final int MAX_DEPTH = 50;

  /** Sub-charts at all depths; each is coalesced with the globals of those above it. */
  private static final int MOST_SUB_CHARTS = 1000;

  private static final Set<Object> API_VERSIONS = Set.of("", "v1", "v2");

  private ChartAssembly() {}

  /** What archives of sub-charts may still unpack to, in one chart. */
  private static final class Allowance {
    private long bytes = Charts.MAX_SIZE;

    List<ChartFile> unpack(ChartFile archive) throws IOException {
      List<ChartFile> files = ChartArchive.read(new ByteArrayInputStream(archive.data()), bytes);
      for (ChartFile file : files) {
        bytes -= file.data().length;
      }
      return files;
    }
  }

  static Chart assemble(List<ChartFile> files) {
    return assemble(files, 0, new Allowance());
  }

  private static Chart assemble(List<ChartFile> files, int depth, Allowance allowance) {
    if (depth > MAX_DEPTH) {
      throw new ChartException("sub-charts are nested deeper than " + MAX_DEPTH);
    }
    Map<String, @Nullable Object> metadataTree = new LinkedHashMap<>();
    boolean hasMetadata = false;
    String metadataFile = "Chart.yaml";
    for (ChartFile file : files) {
      if (file.name().equals("Chart.yaml")) {
        metadataTree.putAll(
            MetadataReader.tree(file, depth == 0 ? "loader.chartBase" : "v2.Metadata"));
        hasMetadata = true;
      }
    }
    Object apiVersion = metadataTree.getOrDefault("apiVersion", "");
    if (depth == 0 && !API_VERSIONS.contains(apiVersion)) {
      throw new ChartException("invalid chart apiVersion");
    }
    boolean isV1 = !hasMetadata || "v1".equals(metadataTree.getOrDefault("apiVersion", "v1"));

    ChartLock lock = null;
    Map<String, @Nullable Object> values = Map.of();
    ChartFile schema = null;
    List<ChartFile> templates = new ArrayList<>();
    List<ChartFile> others = new ArrayList<>();
    // Helm takes sub-charts in the random order of a Go map; ours are sorted, so that a rendering
    // is repeatable.
    Map<String, List<ChartFile>> subCharts = new TreeMap<>();
    for (ChartFile file : files) {
      String name = file.name();
      switch (name) {
        case "Chart.yaml" -> {}
        case "Chart.lock" -> lock = MetadataReader.lock(file);
        case "values.yaml" -> values = values(file);
        case "values.schema.json" -> schema = file;
        case "requirements.yaml" -> {
          metadataTree.putAll(MetadataReader.tree(file, "v2.Metadata"));
          metadataFile = name;
          hasMetadata = true;
          if (isV1) {
            others.add(file);
          }
        }
        case "requirements.lock" -> {
          lock = MetadataReader.lock(file);
          if (isV1) {
            others.add(file);
          }
        }
        default -> {
          if (name.startsWith("templates/")) {
            templates.add(file);
          } else if (name.startsWith("charts/") && !name.endsWith(".prov")) {
            String below = name.substring("charts/".length());
            int slash = below.indexOf('/');
            String key = slash < 0 ? below : below.substring(0, slash);
            subCharts.computeIfAbsent(key, k -> new ArrayList<>()).add(file.named(below));
          } else {
            others.add(file);
          }
        }
      }
    }
    if (!hasMetadata) {
      throw new ChartException("Chart.yaml file is missing");
    }
    ChartMetadata metadata = MetadataReader.read(metadataFile, metadataTree);
    MetadataReader.check(metadata);

    List<Chart> dependencies = new ArrayList<>();
    for (Map.Entry<String, List<ChartFile>> entry : subCharts.entrySet()) {
      String key = entry.getKey();
      if (key.startsWith("_") || key.startsWith(".")) {
        continue;
      }
      try {
        dependencies.add(subChart(metadata.name(), key, entry.getValue(), depth + 1, allowance));
      } catch (ChartException | IOException e) {
        throw new ChartException(
            "error unpacking subchart " + key + " in " + metadata.name() + ": " + e.getMessage(),
            e);
      }
    }
    if (count(dependencies) > MOST_SUB_CHARTS) {
      throw new ChartException("a chart has more than " + MOST_SUB_CHARTS + " sub-charts");
    }
    if (metadata.dependencies().size() > MOST_SUB_CHARTS) {
      throw new ChartException("a chart declares more than " + MOST_SUB_CHARTS + " dependencies");
    }
    return new Chart(metadata, lock, templates, values, schema, others, dependencies, files);
  }

  private static int count(List<Chart> charts) {
    int count = charts.size();
    for (Chart chart : charts) {
      count += count(chart.dependencies());
    }
    return count;
  }

  private static Chart subChart(
      String parent, String key, List<ChartFile> files, int depth, Allowance allowance)
      throws IOException {
    if (key.endsWith(".tgz")) {
      ChartFile archive = files.get(0);
      if (!archive.name().equals(key)) {
        throw new ChartException(
            "error unpacking subchart tar in "
                + parent
                + ": expected "
                + key
                + ", got "
                + archive.name());
      }
      return assemble(allowance.unpack(archive), depth, allowance);
    }
    List<ChartFile> below = new ArrayList<>();
    for (ChartFile file : files) {
      int slash = file.name().indexOf('/');
      if (slash >= 0) {
        below.add(file.named(file.name().substring(slash + 1)));
      }
    }
    return assemble(below, depth, allowance);
  }

  private static Map<String, @Nullable Object> values(ChartFile file) {
    try {
      return ValuesText.read(file.text());
    } catch (ChartException e) {
      throw new ChartException("cannot load values.yaml: " + e.getMessage(), e);
    }
  }
}
