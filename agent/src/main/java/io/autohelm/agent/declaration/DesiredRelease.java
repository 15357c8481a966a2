package io.autohelm.agent.declaration;

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
    Tactics tactics) {

  /**
   * A file of values.
   *
   * @param optional whether it may be missing
   */
  public record ValuesFile(String path, boolean optional) {}

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

  public DesiredRelease {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    valuesFiles = List.copyOf(new ArrayList<>(valuesFiles));
    dependsOn = List.copyOf(dependsOn);
  }
}
