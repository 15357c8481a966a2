package io.autohelm.engine.action;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace holds, as a text that is equal for equal states: Helm's records with every
 * field, and the objects with the fields that each of Helm's managers owns. Times, identities and
 * what controllers say is left out.
 */
final class Snapshot {
  private static final List<String> KINDS =
      List.of(
          "api/v1/namespaces/%s/configmaps",
          "api/v1/namespaces/%s/secrets",
          "api/v1/namespaces/%s/services",
          "api/v1/namespaces/%s/pods",
          "apis/apps/v1/namespaces/%s/deployments",
          "apis/batch/v1/namespaces/%s/jobs");

  private static final int ATTEMPTS = 600;

  private static final Set<String> PASSING =
      Set.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "generation",
          "time",
          "clusterIP",
          "clusterIPs",
          "nodeName",
          "createdAt",
          "modifiedAt",
          "first_deployed",
          "last_deployed",
          "deleted",
          "started_at",
          "completed_at",
          "deletionTimestamp",
          "deployment.kubernetes.io/revision",
          "modtime",
          "schemamodtime",
          "batch.kubernetes.io/controller-uid",
          "controller-uid");

  private static final Pattern REASON =
      Pattern.compile(
          "(?:resource (\\S*/\\S+) not ready. status: Failed, message: .*|(?<=^| )(\\w+/\\S+/\\S+) failed: .*)",
          Pattern.DOTALL);

  private Snapshot() {}

  /**
   * What is there now.
   *
   * @param morePaths of kinds beside those that are looked at anyway
   * @param unseen names of objects that are passed over
   */
  static String of(
      KubernetesClient client, String namespace, List<String> morePaths, List<String> unseen) {
    StringBuilder text = new StringBuilder();
    List<String> paths = new ArrayList<>(KINDS);
    paths.addAll(morePaths);
    for (String path : paths) {
      String list = list(client, "/" + path.formatted(namespace));
      Map<String, @Nullable Object> byName = new TreeMap<>();
      if (table(Json.parseExact(list)).get("items") instanceof List<?> items) {
        items.forEach(item -> add(table(item), byName));
      }
      byName.keySet().removeAll(unseen);
      if (!byName.isEmpty()) {
        text.append("## ").append(path.substring(path.lastIndexOf('/') + 1)).append('\n');
        byName.forEach((name, object) -> text.append(Yaml.print(object)).append("---\n"));
      }
    }
    return masked(text.toString(), namespace);
  }

  private static String list(KubernetesClient client, String path) {
    for (int attempt = 1; ; attempt++) {
      try {
        return String.valueOf(client.raw(path));
      } catch (KubernetesClientException e) {
        boolean isServed = e.getCode() != 404 || isDefined(client, path);
        if (!isServed) {
          return "{}"; // a kind that is not there yet
        }
        if ((e.getCode() != 429 && e.getCode() != 404) || attempt == ATTEMPTS) {
          throw e; // a kind that has just been made answers 429 for a moment
        }
        LockSupport.parkNanos(100_000_000L);
      }
    }
  }

  /** Whether there is a CRD for what a path lists: it is then served in a moment. */
  private static boolean isDefined(KubernetesClient client, String path) {
    String[] parts = path.split("/", -1);
    String name = parts[parts.length - 1] + "." + parts[2];
    return client.apiextensions().v1().customResourceDefinitions().withName(name).get() != null;
  }

  /** A text without what is different each time. */
  static String masked(String text, String namespace) {
    return text.replace(namespace, "NAMESPACE")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME")
        .replaceAll("resourceVersion(\\W+)\\d+", "resourceVersion$1N")
        .replaceAll("kube-api-access-[a-z0-9]{5}", "kube-api-access-X")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID");
  }

  private static void add(
      Map<String, @Nullable Object> object, Map<String, @Nullable Object> byName) {
    Map<String, @Nullable Object> metadata = table(object.get("metadata"));
    String name = String.valueOf(metadata.get("name"));
    boolean isControlled = metadata.get("ownerReferences") != null;
    if (isControlled
        || name.equals("kube-root-ca.crt")
        || metadata.get("deletionTimestamp") != null) {
      return;
    }
    Map<String, @Nullable Object> kept = new TreeMap<>(object);
    kept.remove("status");
    if ("helm.sh/release.v1".equals(object.get("type"))) {
      // Who wrote a record last shows in its manager, which no reader looks at.
      Map<String, @Nullable Object> plain = new TreeMap<>(metadata);
      plain.remove("managedFields");
      kept.put("metadata", plain);
      kept.put("data", record(String.valueOf(table(object.get("data")).get("release"))));
    } else {
      Map<String, @Nullable Object> marked = new TreeMap<>(metadata);
      marked.put("managedFields", helms(metadata.get("managedFields")));
      kept.put("metadata", marked);
    }
    byName.put(name, lasting(kept));
  }

  /** The entries of Helm's own managers, whatever their order. */
  private static List<Map<String, @Nullable Object>> helms(@Nullable Object managedFields) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    if (managedFields instanceof List<?> list) {
      for (Object entry : list) {
        if (String.valueOf(table(entry).get("manager")).startsWith("helm")) {
          found.add(table(entry));
        }
      }
    }
    found.sort(Comparator.comparing(entry -> String.valueOf(entry.get("operation"))));
    return found;
  }

  private static Map<String, @Nullable Object> record(String data) {
    byte[] inner = Base64.getDecoder().decode(Base64.getDecoder().decode(data));
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(inner))) {
      String json = new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
      return table(readable(Json.parseExact(json)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the chart's files their names and lengths: their contents are compared elsewhere. */
  private static @Nullable Object readable(@Nullable Object tree) {
    if (tree instanceof Map<?, ?>) {
      Map<String, @Nullable Object> result = new TreeMap<>();
      table(tree)
          .forEach(
              (key, value) ->
                  result.put(
                      key,
                      (key.equals("data") || key.equals("schema")) && value instanceof String text
                          ? Base64.getDecoder().decode(text).length + " bytes"
                          : readable(value)));
      return result;
    }
    if (tree instanceof List<?> list) {
      List<@Nullable Object> result = new ArrayList<>();
      list.forEach(item -> result.add(readable(item)));
      return result;
    }
    return tree;
  }

  /** Without nulls and what is different each time. */
  private static @Nullable Object lasting(@Nullable Object tree) {
    if (tree instanceof Map<?, ?>) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      table(tree)
          .forEach(
              (key, value) -> {
                if (!PASSING.contains(key) && value != null) {
                  result.put(key, lasting(value));
                }
              });
      return result;
    }
    if (tree instanceof List<?> list) {
      List<@Nullable Object> result = new ArrayList<>();
      list.forEach(item -> result.add(lasting(item)));
      return result;
    }
    return tree instanceof String text ? withoutReason(text) : tree;
  }

  /** What was waited for in vain, without why: we say more than Helm. */
  static String withoutReason(String text) {
    return REASON
        .matcher(text)
        .replaceAll(
            found -> (found.group(1) == null ? found.group(2) : found.group(1)) + " failed");
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
