package io.autohelm.agent.declaration;

import io.autohelm.agent.drift.IgnoreRules;
import io.autohelm.agent.schedule.Rhythm;
import io.autohelm.engine.patch.PostRenderers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked declaration of a release.
 *
 * @param file where it is declared, from the source's root
 * @param line where it begins
 * @param chart in the same commit, or from a repository
 * @param values inline values, above {@code valuesFiles}
 * @param valuesFiles files of the same commit, the first lowest
 * @param interval how often it is checked without a change in Git
 * @param timeout of each wait
 * @param suspended left alone while true
 * @param await whether it is deployed only when its objects are ready
 * @param postRenderers what is changed in the rendered objects
 * @param tactics how each action goes about it, and what is done when one fails
 * @param terms when, after whom and with whose consent it is acted on
 * @param ignored which fields somebody else may set
 * @param clusterValues values that are kept in the cluster, among and above {@code valuesFiles}
 */
public record DesiredRelease(
    ReleaseId id,
    String file,
    int line,
    ChartChoice chart,
    Map<String, @Nullable Object> values,
    List<ValuesFile> valuesFiles,
    Duration interval,
    Duration timeout,
    List<ReleaseId> dependsOn,
    DriftMode drift,
    boolean suspended,
    boolean createNamespace,
    boolean await,
    int maxHistory,
    PostRenderers postRenderers,
    Tactics tactics,
    Terms terms,
    IgnoreRules ignored,
    ClusterValues clusterValues) {

  /**
   * A file of values.
   *
   * @param optional whether it may be missing
   * @param place where it stands in the declaration's file
   */
  public record ValuesFile(String path, boolean optional, Place place) {}

  /** A release whose objects stay as the chart renders them. */
  public DesiredRelease(
      ReleaseId id,
      String file,
      int line,
      ChartChoice chart,
      Map<String, @Nullable Object> values,
      List<ValuesFile> valuesFiles,
      Duration interval,
      Duration timeout,
      List<ReleaseId> dependsOn,
      DriftMode drift,
      boolean suspended,
      boolean createNamespace,
      boolean await,
      int maxHistory) {
    this(
        id,
        file,
        line,
        chart,
        values,
        valuesFiles,
        interval,
        timeout,
        dependsOn,
        drift,
        suspended,
        createNamespace,
        await,
        maxHistory,
        PostRenderers.NONE,
        Tactics.of(await));
  }

  /** A release with values of its source alone, acted on at any time, whose fields are its own. */
  public DesiredRelease(
      ReleaseId id,
      String file,
      int line,
      ChartChoice chart,
      Map<String, @Nullable Object> values,
      List<ValuesFile> valuesFiles,
      Duration interval,
      Duration timeout,
      List<ReleaseId> dependsOn,
      DriftMode drift,
      boolean suspended,
      boolean createNamespace,
      boolean await,
      int maxHistory,
      PostRenderers postRenderers,
      Tactics tactics) {
    this(
        id,
        file,
        line,
        chart,
        values,
        valuesFiles,
        interval,
        timeout,
        dependsOn,
        drift,
        suspended,
        createNamespace,
        await,
        maxHistory,
        postRenderers,
        tactics,
        Terms.STANDARD,
        IgnoreRules.NONE,
        ClusterValues.NONE);
  }

  public DesiredRelease {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    valuesFiles = List.copyOf(new ArrayList<>(valuesFiles));
    dependsOn = List.copyOf(dependsOn);
  }

  /** The releases that it waits for, with what they must be. */
  public List<Dependency> dependencies() {
    return terms.dependencies().isEmpty()
        ? dependsOn.stream().map(Dependency::on).toList()
        : terms.dependencies();
  }

  /** A part of the declaration as compilers write it; where it begins if the place is not known. */
  public String at(Place place) {
    return file
        + ":"
        + (place.line() > 0 ? place.line() : line)
        + (place.line() > 0 && place.column() > 0 ? ":" + place.column() : "");
  }

  /** When it is checked without a change in Git. */
  public Rhythm rhythm() {
    return new Rhythm(interval, terms.schedule());
  }
}
