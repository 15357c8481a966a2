package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the API server for objects as tables, as {@code kubectl get} does. */
public final class KubeTables {
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

  private final KubeHttp http;
  private final Discovery discovery;

  KubeTables(KubeHttp http, Discovery discovery) {
    this.http = http;
    this.discovery = discovery;
  }

  /** The object; empty where it does not exist, or must not be seen. */
  public Optional<KubeTable> of(KubeObject object) {
    return discovery
        .kind(object.apiVersion(), object.kind())
        .map(
            kind ->
                http.get(
                    kind.path(object.namespace())
                        + "/"
                        + URLEncoder.encode(object.name(), StandardCharsets.UTF_8),
                    TABLE))
        .filter(KubeResponse::isSuccess)
        .map(KubeTables::table);
  }

  /** The Pods that have all these labels, as one table; empty where they must not be seen. */
  public Optional<KubeTable> pods(String namespace, Map<String, String> labels) {
    KubeResponse response = http.get(podsPath(namespace, labels), TABLE);
    return response.isSuccess() ? Optional.of(table(response)) : Optional.empty();
  }

  /** The list of the Pods that have all these labels, whole; empty where they must not be seen. */
  public Optional<Map<String, @Nullable Object>> podList(
      String namespace, Map<String, String> labels) {
    KubeResponse response = http.get(podsPath(namespace, labels));
    if (!response.isSuccess()) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> list = response.tree();
    for (Map<String, @Nullable Object> pod : tables(list.get("items"))) {
      pod.put("apiVersion", "v1");
      pod.put("kind", "Pod");
    }
    return Optional.of(list);
  }

  private static String podsPath(String namespace, Map<String, String> labels) {
    String selector =
        new TreeMap<>(labels)
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    return "/api/v1/namespaces/"
        + namespace
        + "/pods?labelSelector="
        + URLEncoder.encode(selector, StandardCharsets.UTF_8);
  }

  private static KubeTable table(KubeResponse response) {
    Map<String, @Nullable Object> tree = response.tree();
    List<Integer> shown = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<Map<String, @Nullable Object>> definitions = tables(tree.get("columnDefinitions"));
    for (int i = 0; i < definitions.size(); i++) {
      Object priority = definitions.get(i).get("priority");
      if (priority == null || ((Number) priority).intValue() == 0) {
        shown.add(i);
        columns.add(String.valueOf(definitions.get(i).get("name")));
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (Map<String, @Nullable Object> row : tables(tree.get("rows"))) {
      if (row.get("cells") instanceof List<?> cells) {
        rows.add(shown.stream().map(i -> text(cells.get(i))).toList());
      }
    }
    return new KubeTable(columns, rows);
  }

  /** A cell that is nothing shows as Go shows nil. */
  private static String text(@Nullable Object cell) {
    return cell == null ? "<nil>" : cell.toString();
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static List<Map<String, @Nullable Object>> tables(@Nullable Object list) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map) {
          found.add((Map<String, @Nullable Object>) item);
        }
      }
    }
    return found;
  }
}
