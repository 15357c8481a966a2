package io.autohelm.agent.cli;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.kube.KubeTable;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a release as they are in the cluster, by version and kind, with the Pods that
 * workloads select.
 */
final class ReleaseResources {
  private static final String PODS = "v1/Pod(related)";
  private static final Set<String> WORKLOADS =
      Set.of("ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job");

  /** What a table writer of Go keeps free behind a cell, and the least width of a cell. */
  private static final int PADDING = 3;

  private static final int LEAST_WIDTH = 6;

  private final KubeConnection connection;
  private final List<KubeObject> objects;

  ReleaseResources(KubeConnection connection, Release release) {
    this.connection = connection;
    Cluster cluster = connection.cluster();
    this.objects =
        KubeObject.parseAll(release.manifest()).stream()
            .map(object -> cluster.placed(object, release.namespace()))
            .toList();
  }

  /** As tables for people; empty where there are no objects. */
  String text() {
    Map<String, List<KubeTable>> tables = new LinkedHashMap<>();
    List<Optional<KubeTable>> found = connection.cluster().each(objects, connection.tables()::of);
    Set<Map<String, String>> selectors = new HashSet<>();
    for (int i = 0; i < objects.size(); i++) {
      KubeObject object = objects.get(i);
      found.get(i).ifPresent(table -> add(tables, key(object), table));
      if (found.get(i).isPresent() && selectors.add(selector(object))) {
        if (!selector(object).isEmpty()) {
          connection
              .tables()
              .pods(object.namespace(), selector(object))
              .ifPresent(table -> add(tables, PODS, table));
        }
      }
    }
    StringBuilder text = new StringBuilder();
    List<String> last = List.of();
    for (Map.Entry<String, List<KubeTable>> kind : tables.entrySet()) {
      text.append("==> ").append(kind.getKey()).append('\n');
      for (KubeTable table : kind.getValue()) {
        write(table, !table.columns().equals(last), text);
        last = table.columns();
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Whole, for programs: lists of objects by version and kind. */
  Map<String, @Nullable Object> tree() {
    Map<String, List<Object>> trees = new LinkedHashMap<>();
    List<Optional<KubeObject>> found =
        connection.cluster().each(objects, connection.cluster()::get);
    Set<Map<String, String>> selectors = new HashSet<>();
    for (int i = 0; i < objects.size(); i++) {
      KubeObject object = objects.get(i);
      found.get(i).ifPresent(live -> add(trees, key(object), live.tree()));
      Map<String, String> selector = selector(object);
      if (found.get(i).isPresent() && !selector.isEmpty() && selectors.add(selector)) {
        connection
            .tables()
            .podList(object.namespace(), selector)
            .ifPresent(pods -> add(trees, PODS, pods));
      }
    }
    return new LinkedHashMap<>(trees);
  }

  private static <T> void add(Map<String, List<T>> lists, String key, T item) {
    lists.computeIfAbsent(key, unseen -> new ArrayList<>()).add(item);
  }

  private static String key(KubeObject object) {
    String apiVersion = object.apiVersion();
    return apiVersion.substring(apiVersion.indexOf('/') + 1) + "/" + object.kind();
  }

  /** The labels of the Pods that a workload looks after; empty for anything else. */
  private static Map<String, String> selector(KubeObject object) {
    Object spec = object.tree().get("spec");
    Object selector = spec instanceof Map<?, ?> map ? map.get("selector") : null;
    if (WORKLOADS.contains(object.kind())) {
      selector = selector instanceof Map<?, ?> map ? map.get("matchLabels") : null;
    } else if (!object.kind().equals("ReplicationController")) {
      selector = null;
    }
    Map<String, String> labels = new LinkedHashMap<>();
    if (selector instanceof Map<?, ?> map) {
      map.forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
    }
    return labels;
  }

  private static void write(KubeTable table, boolean hasHead, StringBuilder text) {
    List<List<String>> lines = new ArrayList<>();
    if (hasHead) {
      lines.add(table.columns().stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    }
    lines.addAll(table.rows());
    int[] widths = new int[table.columns().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        int length = line.get(i).codePointCount(0, line.get(i).length());
        widths[i] = Math.max(widths[i], Math.max(LEAST_WIDTH, length + PADDING));
      }
    }
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        String cell = line.get(i);
        text.append(cell);
        if (i + 1 < line.size()) {
          text.append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length())));
        }
      }
      text.append('\n');
    }
  }
}
