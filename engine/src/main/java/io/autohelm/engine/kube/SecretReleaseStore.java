package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.RecordLabels;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseCodec;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.yaml.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records as Secrets of type {@code helm.sh/release.v1}, where Helm's default driver keeps them.
 */
final class SecretReleaseStore implements ReleaseStore {
  private static final Logger LOG = LoggerFactory.getLogger(SecretReleaseStore.class);
  private static final int PAGE = 250;

  private final KubeHttp http;
  private final Clock clock;

  SecretReleaseStore(KubeHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  private static String path(String namespace) {
    return namespace.isEmpty() ? "/api/v1/secrets" : "/api/v1/namespaces/" + namespace + "/secrets";
  }

  @Override
  public List<Release> history(String namespace, String name) {
    List<Release> history = new ArrayList<>();
    for (KubeObject record : records(namespace, "owner=helm,name=" + name)) {
      decode(record, history);
    }
    history.sort(Comparator.comparingInt(Release::revision));
    return history;
  }

  @Override
  public List<Release> latest(String namespace) {
    Map<String, KubeObject> newest = new TreeMap<>();
    for (KubeObject record : records(namespace, "owner=helm")) {
      newest.merge(
          record.namespace() + "/" + record.label("name"),
          record,
          (a, b) -> revision(a) >= revision(b) ? a : b);
    }
    List<Release> latest = new ArrayList<>();
    newest.values().forEach(record -> decode(record, latest));
    return latest;
  }

  private static int revision(KubeObject record) {
    String text = record.label("version");
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private List<KubeObject> records(String namespace, String selector) {
    List<KubeObject> records = new ArrayList<>();
    String query = "?labelSelector=" + encode(selector) + "&limit=" + PAGE;
    String next = "";
    do {
      KubeResponse response = http.get(path(namespace) + query + next);
      if (!response.isSuccess()) {
        throw response.refusal("list release records in namespace \"" + namespace + "\"", true);
      }
      KubeObject list = response.object();
      if (list.tree().get("items") instanceof List<?> items) {
        items.forEach(item -> records.add(new KubeObject(table(item))));
      }
      Object more = list.metadata().get("continue");
      next =
          more == null || more.toString().isEmpty() ? "" : "&continue=" + encode(more.toString());
    } while (!next.isEmpty());
    return records;
  }

  private static void decode(KubeObject record, List<Release> into) {
    Object data = table(record.tree().get("data")).get("release");
    try {
      String text =
          new String(Base64.getDecoder().decode(String.valueOf(data)), StandardCharsets.UTF_8);
      Map<String, String> labels = new LinkedHashMap<>();
      table(record.metadata().get("labels"))
          .forEach((key, value) -> labels.put(key, String.valueOf(value)));
      into.add(ReleaseCodec.decode(text, labels));
    } catch (ReleaseException | IllegalArgumentException e) {
      LOG.warn("release record {} cannot be read and is left out: {}", record.id(), e.getMessage());
    }
  }

  @Override
  public void create(Release release) {
    KubeResponse response = http.post(path(release.namespace()), secret(release, true));
    if (response.code() == 409) {
      throw new ReleaseException(
          ReleaseException.Reason.EXISTS,
          "revision "
              + release.revision()
              + " of release "
              + release.name()
              + " is recorded already: somebody else acts on it");
    }
    check(response, release);
  }

  @Override
  public void update(Release release) {
    check(
        http.put(path(release.namespace()) + "/" + release.recordName(), secret(release, false)),
        release);
  }

  @Override
  public void delete(String namespace, String name, int revision) {
    KubeResponse response =
        http.delete(path(namespace) + "/" + Release.recordName(name, revision), "{}");
    if (!response.isSuccess() && !response.isNotFound()) {
      throw response.refusal(
          "delete the record of release " + name + " revision " + revision, true);
    }
  }

  private static void check(KubeResponse response, Release release) {
    if (response.isSuccess()) {
      return;
    }
    ClusterException refusal =
        response.refusal(
            "record revision " + release.revision() + " of release " + release.name(), true);
    if (response.code() == 413 || response.code() == 422) {
      throw new ReleaseException(
          ReleaseException.Reason.TOO_LARGE, String.valueOf(refusal.getMessage()), refusal);
    }
    throw refusal;
  }

  private String secret(Release release, boolean isNew) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("name", release.recordName());
    metadata.put("namespace", release.namespace());
    metadata.put("labels", RecordLabels.of(release, isNew, clock.instant()));
    String text = ReleaseCodec.encode(release);
    Map<String, @Nullable Object> secret = new LinkedHashMap<>();
    secret.put("apiVersion", "v1");
    secret.put("kind", "Secret");
    secret.put("metadata", metadata);
    secret.put("type", "helm.sh/release.v1");
    secret.put(
        "data",
        Map.of(
            "release", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    return Json.printRaw(secret);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
