package io.autohelm.engine.chart;

import io.autohelm.engine.yaml.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Makes new charts: from our own starter, which installs a web server with all that commonly goes
 * with one, or from a chart that serves as a pattern.
 */
public final class StarterChart {
  private static final String NAME = "<CHARTNAME>";
  private static final int LONGEST_NAME = 250;
  private static final String NAME_RULE = "^[a-zA-Z0-9._-]+$";
  private static final Pattern GOOD_NAME = Pattern.compile("[a-zA-Z0-9._-]+");

  /** Each file of the starter, with the name of its resource where that differs. */
  private static final List<Map.Entry<String, String>> FILES =
      List.of(
          Map.entry("Chart.yaml", "Chart.yaml"),
          Map.entry("values.yaml", "values.yaml"),
          Map.entry(".helmignore", "helmignore"),
          same("templates/ingress.yaml"),
          same("templates/httproute.yaml"),
          same("templates/deployment.yaml"),
          same("templates/service.yaml"),
          same("templates/serviceaccount.yaml"),
          same("templates/hpa.yaml"),
          same("templates/NOTES.txt"),
          same("templates/_helpers.tpl"),
          same("templates/tests/test-connection.yaml"));

  private StarterChart() {}

  private static Map.Entry<String, String> same(String name) {
    return Map.entry(name, name);
  }

  /**
   * Makes a chart of that name in a folder that exists. Files of the same names are overwritten,
   * others left.
   *
   * @param overwritten takes the path of each file that was there before
   * @return the chart's folder, absolute
   * @throws ChartException for a name that will not do, in Helm's words
   */
  public static Path create(String name, Path folder, Consumer<Path> overwritten)
      throws IOException {
    checkName(name);
    Path parent = folder.toAbsolutePath().normalize();
    if (!Files.exists(parent)) {
      throw new ChartException("stat " + parent + ": no such file or directory");
    }
    if (!Files.isDirectory(parent)) {
      throw new ChartException("no such directory " + parent);
    }
    Path chart = parent.resolve(name);
    checkFolder(chart);
    for (Map.Entry<String, String> file : FILES) {
      Path target = chart.resolve(file.getKey());
      if (Files.exists(target)) {
        overwritten.accept(target);
      }
      write(target, resource(file.getValue()).replace(NAME, name).getBytes(StandardCharsets.UTF_8));
    }
    Files.createDirectories(chart.resolve("charts"));
    return chart;
  }

  /**
   * Makes a chart of that name from a pattern: its Chart.yaml is new, and in its templates and
   * values {@code <CHARTNAME>} becomes the name.
   *
   * @param pattern a chart folder or archive
   * @param clock for the archives of its sub-charts
   */
  public static void createFrom(String name, Path folder, Path pattern, Clock clock)
      throws IOException {
    if (!Files.exists(pattern)) {
      throw new ChartException(
          "could not load " + pattern + ": stat " + pattern + ": no such file or directory");
    }
    Chart chart;
    try {
      chart = Charts.load(pattern);
    } catch (ChartException e) {
      throw new ChartException("could not load " + pattern + ": " + e.getMessage(), e);
    }
    if (name.isEmpty() || name.contains("/")) {
      throw new ChartException("invalid chart name \"" + name + "\"");
    }
    Path target = folder.resolve(name);
    checkFolder(target);
    ChartMetadata metadata = Charts.metadata(resource("Chart.yaml").replace(NAME, name));
    metadata = metadata.withAppVersion(metadata.version());
    write(
        target.resolve("Chart.yaml"),
        Yaml.print(ChartTree.metadata(metadata)).getBytes(StandardCharsets.UTF_8));
    for (ChartFile file : chart.raw()) {
      if (file.name().equals("values.yaml")) {
        write(target.resolve(file.name()), renamed(file, name));
      }
    }
    ChartFile schema = chart.schema();
    if (schema != null) {
      write(target.resolve(schema.name()), schema.data());
    }
    for (ChartFile template : chart.templates()) {
      write(target.resolve(template.name()), renamed(template, name));
    }
    for (ChartFile file : chart.files()) {
      write(target.resolve(file.name()), file.data());
    }
    for (Chart dependency : chart.dependencies()) {
      new ChartPackage(clock, null).save(dependency, target.resolve("charts"));
    }
  }

  private static byte[] renamed(ChartFile file, String name) {
    return file.text().replace(NAME, name).getBytes(StandardCharsets.UTF_8);
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new ChartException("chart name must be between 1 and " + LONGEST_NAME + " characters");
    }
    if (!GOOD_NAME.matcher(name).matches()) {
      throw new ChartException(
          "chart name must match the regular expression \"" + NAME_RULE + "\"");
    }
  }

  private static void checkFolder(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ChartException("file " + folder + " already exists and is not a directory");
    }
  }

  private static void write(Path file, byte[] data) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, data);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = StarterChart.class.getResourceAsStream("starter/" + name)) {
      if (in == null) {
        throw new IllegalStateException("starter/" + name + " is missing from the engine's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
