package io.autohelm.engine.sequence;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which stages the objects of a release are made: what is of one stage at once, and the next
 * when it is ready. A release whose charts ask for no order has one stage.
 *
 * <p>An object names its group by {@code helm.sh/resource-group} and the groups that it waits for
 * by {@code helm.sh/depends-on/resource-groups}, a JSON list; both count inside one chart. A chart
 * names the sub-charts that its own objects wait for by {@code helm.sh/depends-on/subcharts} in the
 * annotations of Chart.yaml, and the ones that a sub-chart waits for by {@code depends-on} in its
 * dependencies. What has no group, or is in a group that nothing is connected with, comes after all
 * groups of its chart; so does what waits for a group that does not exist, with a warning.
 */
public final class Sequence {
  private final Map<KubeObject.Id, Integer> stages;
  private final List<String> warnings;

  Sequence(Map<KubeObject.Id, Integer> stages, List<String> warnings) {
    this.stages = Map.copyOf(stages);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads the order.
   *
   * @param manifest as a release records it, with the comments that tell of which chart a document
   *     comes
   * @param chart the release's chart; where its sub-charts are not known, as in a record, their own
   *     wishes about sub-charts of theirs are not either
   * @throws SequenceException where it cannot be, naming the groups or charts
   */
  public static Sequence of(String manifest, Chart chart) {
    return new SequenceReader(chart).read(manifest);
  }

  /** Whether the charts ask for any order. */
  public boolean isAsked() {
    return stages.values().stream().anyMatch(stage -> stage > 0);
  }

  /** What the charts' author should know. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Cuts objects of the release into its stages; inside a stage they keep their order.
   *
   * @param objects some or all of the manifest's, with or without their namespace filled in
   */
  public List<List<KubeObject>> stages(List<KubeObject> objects) {
    Map<Integer, List<KubeObject>> found = new TreeMap<>();
    for (KubeObject object : objects) {
      found.computeIfAbsent(stage(object.id()), key -> new ArrayList<>()).add(object);
    }
    return List.copyOf(found.values());
  }

  private int stage(KubeObject.Id id) {
    Integer exact = stages.get(id);
    if (exact != null) {
      return exact;
    }
    return stages.getOrDefault(new KubeObject.Id(id.group(), id.kind(), "", id.name()), 0);
  }

  static Map<String, Chart> children(Chart chart) {
    Map<String, Chart> children = new HashMap<>();
    chart.dependencies().forEach(child -> children.put(child.name(), child));
    return children;
  }
}
