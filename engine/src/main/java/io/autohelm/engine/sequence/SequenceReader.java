package io.autohelm.engine.sequence;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Dependency;
import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.Manifests;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From annotations to stages. */
final class SequenceReader {
  private static final Pattern SOURCE = Pattern.compile("(?m)^# Source: (\\S+)\\s*$");
  private static final String SUB_CHARTS = "/charts/";

  private final Chart chart;
  private final List<String> warnings = new ArrayList<>();

  /** Objects by the path of their chart: its name, then those of sub-charts, slashes between. */
  private final Map<String, List<KubeObject>> byChart = new TreeMap<>();

  /** Steps: a chart's group, or what is left of a chart. */
  private final WaitingGraph steps = new WaitingGraph();

  private final Map<KubeObject.Id, String> stepOf = new LinkedHashMap<>();

  SequenceReader(Chart chart) {
    this.chart = chart;
  }

  Sequence read(String manifest) {
    byChart.put(chart.name(), new ArrayList<>());
    for (String document : Manifests.split(manifest)) {
      String path = path(document);
      byChart.computeIfAbsent(path, key -> new ArrayList<>()).addAll(KubeObject.parseAll(document));
    }
    byChart.forEach(this::groups);
    subCharts(chart.name(), chart);
    Map<String, Integer> depths = steps.depths("sub-charts or resource groups");
    Map<KubeObject.Id, Integer> stages = new LinkedHashMap<>();
    stepOf.forEach((id, step) -> stages.put(id, depths.getOrDefault(step, 0)));
    return new Sequence(stages, warnings);
  }

  /** "top/charts/sub/templates/x.yaml" is of "top/sub". */
  private String path(String document) {
    Matcher source = SOURCE.matcher(document);
    if (!source.find()) {
      return chart.name();
    }
    String file = source.group(1);
    StringBuilder path = new StringBuilder(before(file));
    int at = file.indexOf(SUB_CHARTS);
    // A template's own folder may be called charts; sub-charts come before any other folder.
    while (at == before(file).length()) {
      file = file.substring(at + SUB_CHARTS.length());
      path.append('/').append(before(file));
      at = file.indexOf(SUB_CHARTS);
    }
    return path.toString();
  }

  private static String before(String file) {
    int slash = file.indexOf('/');
    return slash < 0 ? file : file.substring(0, slash);
  }

  private static String step(String path, String group) {
    return path + " " + group;
  }

  /** What of a chart has no place in the order of its groups. */
  private static String rest(String path) {
    return step(path, "");
  }

  private void groups(String path, List<KubeObject> objects) {
    WaitingGraph groups = new WaitingGraph();
    Set<String> known = new LinkedHashSet<>();
    for (KubeObject object : objects) {
      String group = object.annotation(Annotations.RESOURCE_GROUP);
      if (group != null) {
        known.add(group);
      }
    }
    Map<KubeObject, String> groupOf = new LinkedHashMap<>();
    for (KubeObject object : objects) {
      String group = group(path, object, known, groups);
      if (group != null) {
        groups.add(group);
        groupOf.put(object, group);
      }
    }
    groups.depths("resource groups of chart " + path);
    steps.add(rest(path));
    for (KubeObject object : objects) {
      String group = groupOf.get(object);
      stepOf.put(
          object.id(), group != null && groups.isConnected(group) ? step(path, group) : rest(path));
    }
    for (String group : groups.nodes()) {
      if (groups.isConnected(group)) {
        steps.edge(rest(path), step(path, group));
        groups.before(group).forEach(before -> steps.edge(step(path, group), step(path, before)));
      }
    }
  }

  /** The object's group; its own where it only waits for some; null where it has no place. */
  private @Nullable String group(
      String path, KubeObject object, Set<String> known, WaitingGraph groups) {
    String group = object.annotation(Annotations.RESOURCE_GROUP);
    String waits = object.annotation(Annotations.DEPENDS_ON_GROUPS);
    if (waits == null) {
      return group;
    }
    List<String> before =
        names(waits, object.id() + ", annotation " + Annotations.DEPENDS_ON_GROUPS);
    for (String name : before) {
      if (!known.contains(name)) {
        warnings.add(
            object.id()
                + " waits for resource group \""
                + name
                + "\", which chart "
                + path
                + " does not have: it is made after all groups");
        return null;
      }
    }
    String own = group == null ? object.id().toString() : group;
    before.forEach(name -> groups.edge(own, name));
    return own;
  }

  private void subCharts(String path, Chart of) {
    Map<String, Chart> children = Sequence.children(of);
    WaitingGraph charts = new WaitingGraph();
    for (Dependency dependency : of.metadata().dependencies()) {
      for (String before : dependency.dependsOn()) {
        charts.edge(dependency.effectiveName(), effective(of, before));
      }
    }
    charts.depths("sub-charts of chart " + path);
    for (String name : charts.nodes()) {
      for (String before : charts.before(name)) {
        connect(path + "/" + name, path + "/" + before, true);
      }
    }
    String own = of.metadata().annotations().get(Annotations.DEPENDS_ON_SUBCHARTS);
    if (own != null) {
      for (String before :
          names(own, "chart " + path + ", annotation " + Annotations.DEPENDS_ON_SUBCHARTS)) {
        String name = effective(of, before);
        if (!isThere(path + "/" + name) && !isDeclared(of, name)) {
          warnings.add(
              "chart " + path + " waits for sub-chart \"" + before + "\", which it has not");
        }
        connect(path, path + "/" + name, false);
      }
    }
    children.forEach((name, child) -> subCharts(path + "/" + name, child));
  }

  private static boolean isDeclared(Chart of, String name) {
    return of.metadata().dependencies().stream()
        .anyMatch(dependency -> dependency.effectiveName().equals(name));
  }

  /** A dependency may be named by its name although it has another one here. */
  private static String effective(Chart of, String name) {
    List<Dependency> all = of.metadata().dependencies();
    boolean isAlias = all.stream().anyMatch(each -> each.effectiveName().equals(name));
    return isAlias
        ? name
        : all.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .map(Dependency::effectiveName)
            .orElse(name);
  }

  private boolean isThere(String path) {
    return byChart.keySet().stream()
        .anyMatch(chartPath -> chartPath.equals(path) || chartPath.startsWith(path + "/"));
  }

  /**
   * Everything of one chart waits for everything of another and of its sub-charts.
   *
   * @param isWhole whether the sub-charts of the one wait too
   */
  private void connect(String path, String before, boolean isWhole) {
    List<String> mine = stepsOf(path, isWhole);
    List<String> others = stepsOf(before, true);
    for (String step : mine) {
      others.forEach(other -> steps.edge(step, other));
    }
  }

  private List<String> stepsOf(String path, boolean isWhole) {
    return steps.nodes().stream()
        .filter(step -> step.startsWith(path + " ") || (isWhole && step.startsWith(path + "/")))
        .toList();
  }

  private static List<String> names(String text, String where) {
    try {
      if (Yaml.parseExact(text) instanceof List<?> list
          && list.stream().allMatch(String.class::isInstance)) {
        return list.stream().map(String.class::cast).toList();
      }
    } catch (YamlException e) {
      // Told below: what is expected says more than where the text is wrong.
    }
    throw new SequenceException(
        where + ": expected a JSON list of names like [\"a\", \"b\"], met: " + text);
  }
}
