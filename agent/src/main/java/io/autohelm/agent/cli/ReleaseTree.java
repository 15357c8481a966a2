package io.autohelm.agent.cli;

import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A release's record as Helm prints it for programs: structs in their order, maps sorted. */
final class ReleaseTree {
  private ReleaseTree() {}

  static Map<String, @Nullable Object> of(Release release) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(ReleaseCodec.tree(release));
    if (tree.get("config") != null) {
      tree.put("config", HelmListing.sorted(tree.get("config")));
    }
    if (tree.get("chart") instanceof Map<?, ?> chart) {
      Map<Object, @Nullable Object> sorted = new LinkedHashMap<>(chart);
      sorted.put("values", HelmListing.sorted(chart.get("values")));
      if (chart.get("metadata") instanceof Map<?, ?> metadata
          && metadata.get("annotations") != null) {
        Map<Object, @Nullable Object> fields = new LinkedHashMap<>(metadata);
        fields.put("annotations", HelmListing.sorted(metadata.get("annotations")));
        sorted.put("metadata", fields);
      }
      tree.put("chart", sorted);
    }
    return tree;
  }
}
