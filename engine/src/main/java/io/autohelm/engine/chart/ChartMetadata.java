package io.autohelm.engine.chart;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chart.yaml. A part that is left out is the empty string, list or map.
 *
 * @param apiVersion {@code v1} (also where the file says nothing) or {@code v2}
 * @param dependenciesGiven whether the file has a list of dependencies, be it empty: without one
 *     Helm leaves the sub-charts' own conditions and aliases alone
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
    boolean dependenciesGiven,
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
    return with(other, version, apiVersion, appVersion, dependencies, dependenciesGiven);
  }

  public ChartMetadata withDependencies(List<Dependency> others) {
    return with(name, version, apiVersion, appVersion, others, !others.isEmpty());
  }

  public ChartMetadata withApiVersion(String other) {
    return with(name, version, other, appVersion, dependencies, dependenciesGiven);
  }

  public ChartMetadata withVersion(String other) {
    return with(name, other, apiVersion, appVersion, dependencies, dependenciesGiven);
  }

  public ChartMetadata withAppVersion(String other) {
    return with(name, version, apiVersion, other, dependencies, dependenciesGiven);
  }

  private ChartMetadata with(
      String otherName,
      String otherVersion,
      String otherApiVersion,
      String otherAppVersion,
      List<Dependency> otherDependencies,
      boolean otherGiven) {
    return new ChartMetadata(
        otherName,
        home,
        sources,
        otherVersion,
        description,
        keywords,
        maintainers,
        icon,
        otherApiVersion,
        condition,
        tags,
        otherAppVersion,
        deprecated,
        annotations,
        kubeVersion,
        otherDependencies,
        otherGiven,
        type,
        engine);
  }
}
