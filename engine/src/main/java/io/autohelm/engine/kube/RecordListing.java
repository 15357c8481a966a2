package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of the objects that hold records, page by page: whole, or their metadata alone. */
final class RecordListing {
  private static final int PAGE = 250;
  private static final int METADATA_PAGE = 1000;
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private final KubeHttp http;
  private final RecordKind kind;

  RecordListing(KubeHttp http, RecordKind kind) {
    this.http = http;
    this.kind = kind;
  }

  List<KubeObject> whole(String namespace, String selector) {
    return pages(namespace, selector, "application/json", PAGE);
  }

  List<KubeObject> metadata(String namespace, String selector) {
    return pages(namespace, selector, METADATA, METADATA_PAGE);
  }

  private List<KubeObject> pages(String namespace, String selector, String accept, int page) {
    List<KubeObject> objects = new ArrayList<>();
    String query = "?labelSelector=" + encode(selector) + "&limit=" + page;
    String next = "";
    do {
      KubeResponse response = http.get(kind.path(namespace) + query + next, accept);
      if (response.code() == 410 && !next.isEmpty()) {
        // The pages' common state is too old by now: begin again.
        objects.clear();
        next = "";
        response = http.get(kind.path(namespace) + query, accept);
      }
      if (!response.isSuccess()) {
        throw response.refusal("list release records in namespace \"" + namespace + "\"", true);
      }
      KubeObject list = response.object();
      if (list.tree().get("items") instanceof List<?> items) {
        items.forEach(item -> objects.add(new KubeObject(table(item))));
      }
      Object more = list.metadata().get("continue");
      next =
          more == null || more.toString().isEmpty() ? "" : "&continue=" + encode(more.toString());
    } while (!next.isEmpty());
    return objects;
  }

  static Map<String, String> labels(KubeObject object) {
    Map<String, String> labels = new LinkedHashMap<>();
    table(object.metadata().get("labels"))
        .forEach((key, value) -> labels.put(key, String.valueOf(value)));
    return labels;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
