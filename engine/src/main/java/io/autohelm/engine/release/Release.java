package io.autohelm.engine.release;

import io.autohelm.engine.chart.Chart;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a release: what was asked for, what came of it.
 *
 * @param namespace where its record is kept and its objects go by default
 * @param revision counts from 1
 * @param config the values that the user gave, without the chart's defaults
 * @param manifest the rendered documents, hooks aside, as {@code helm get manifest} prints them
 * @param labels the user's labels on the record, without Helm's own
 * @param applyMethod {@code ssa} for server-side apply, {@code csa} or empty for Helm 3's
 *     client-side apply
 */
public record Release(
    String name,
    String namespace,
    int revision,
    ReleaseInfo info,
    Chart chart,
    Map<String, @Nullable Object> config,
    String manifest,
    List<HookRun> hooks,
    Map<String, String> labels,
    String applyMethod) {
  public static final String SERVER_SIDE_APPLY = "ssa";
  public static final String CLIENT_SIDE_APPLY = "csa";

  public Release {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    hooks = List.copyOf(hooks);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  public ReleaseStatus status() {
    return info.status();
  }

  public Release withInfo(ReleaseInfo other) {
    return new Release(
        name, namespace, revision, other, chart, config, manifest, hooks, labels, applyMethod);
  }

  public Release with(ReleaseStatus status, String description) {
    return withInfo(info.with(status, description));
  }

  public Release withManifest(String other) {
    return new Release(
        name, namespace, revision, info, chart, config, other, hooks, labels, applyMethod);
  }

  public Release withHooks(List<HookRun> others) {
    return new Release(
        name, namespace, revision, info, chart, config, manifest, others, labels, applyMethod);
  }

  public Release withLabels(Map<String, String> others) {
    return new Release(
        name, namespace, revision, info, chart, config, manifest, hooks, others, applyMethod);
  }

  /** The name of the Secret that holds this revision. */
  public String recordName() {
    return recordName(name, revision);
  }

  public static String recordName(String name, int revision) {
    return "sh.helm.release.v1." + name + ".v" + revision;
  }
}
