package io.autohelm.engine.chart;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chart.yaml. A part that is left out is the empty string, list or map.
 *
 * @param apiVersion {@code v1} (also where the file says nothing) or {@code v2}
 * @param type {@code application}, {@code library} or empty, which means application
 * @param kubeVersion a constraint on the cluster's version
 * @param engine the template language: empty or {@code gotpl} for Go templates, {@code jinja} for
 *     Jinja
 */
public record ChartMetadata(
    String name,
    String home,
    List<String> sources,
    String version,
    String description,
    List<String> keywords,
    List<Maintainer> maintainers,
    String icon,
    String apiVersion,
    String condition,
    String tags,
    String appVersion,
    boolean deprecated,
    Map<String, String> annotations,
    String kubeVersion,
    List<Dependency> dependencies,
    String type,
    String engine) {
  public ChartMetadata {
    sources = List.copyOf(sources);
    keywords = List.copyOf(keywords);
    maintainers = List.copyOf(maintainers);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    dependencies = List.copyOf(dependencies);
  }

  /** A library chart gives templates to others and renders nothing itself. */
  public boolean isLibrary() {
    return type.equalsIgnoreCase("library");
  }

  public ChartMetadata withName(String other) {
    return new ChartMetadata(
        other,
        home,
        sources,
        version,
        description,
        keywords,
        maintainers,
        icon,
        apiVersion,
        condition,
        tags,
        appVersion,
        deprecated,
        annotations,
        kubeVersion,
        dependencies,
        type,
        engine);
  }

  public ChartMetadata withDependencies(List<Dependency> others) {
    return new ChartMetadata(
        name,
        home,
        sources,
        version,
        description,
        keywords,
        maintainers,
        icon,
        apiVersion,
        condition,
        tags,
        appVersion,
        deprecated,
        annotations,
        kubeVersion,
        others,
        type,
        engine);
  }
}
