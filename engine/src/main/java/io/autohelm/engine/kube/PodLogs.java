package io.autohelm.engine.kube;

import io.autohelm.engine.action.PodLog;
import io.autohelm.engine.manifest.KubeObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches what the containers of Pods have printed. */
final class PodLogs {
  private final KubeHttp http;

  PodLogs(KubeHttp http) {
    this.http = http;
  }

  /** The output of a Pod, or of the Pods of a Job; nothing for other kinds. */
  List<PodLog> of(KubeObject object, boolean initContainers) {
    String pods = "/api/v1/namespaces/" + encoded(object.namespace()) + "/pods";
    List<PodLog> logs = new ArrayList<>();
    for (KubeObject pod : pods(pods, object)) {
      for (String container : containers(pod, initContainers)) {
        KubeResponse response =
            http.get(
                pods + "/" + encoded(pod.name()) + "/log?container=" + encoded(container), "*/*");
        if (!response.isSuccess()) {
          throw response.refusal(
              "unable to get logs for pod " + pod.name() + ", container " + container, false);
        }
        logs.add(new PodLog(pod.namespace(), pod.name(), container, response.body()));
      }
    }
    return logs;
  }

  private List<KubeObject> pods(String path, KubeObject object) {
    String query =
        switch (object.kind()) {
          case "Pod" -> "?fieldSelector=" + encoded("metadata.name=" + object.name());
          case "Job" -> "?labelSelector=" + encoded("job-name=" + object.name());
          default -> "";
        };
    if (query.isEmpty()) {
      return List.of();
    }
    KubeResponse response = http.get(path + query);
    if (!response.isSuccess()) {
      throw response.refusal("list the pods of " + object.id(), false);
    }
    return tables(response.tree().get("items")).stream().map(KubeObject::new).toList();
  }

  private static List<String> containers(KubeObject pod, boolean initContainers) {
    List<String> names = new ArrayList<>();
    if (pod.tree().get("spec") instanceof Map<?, ?> spec) {
      if (initContainers) {
        tables(spec.get("initContainers")).forEach(c -> names.add(String.valueOf(c.get("name"))));
      }
      tables(spec.get("containers")).forEach(c -> names.add(String.valueOf(c.get("name"))));
    }
    return names;
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static List<Map<String, @Nullable Object>> tables(@Nullable Object list) {
    List<Map<String, @Nullable Object>> tables = new ArrayList<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> table) {
          tables.add((Map<String, @Nullable Object>) table);
        }
      }
    }
    return tables;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
