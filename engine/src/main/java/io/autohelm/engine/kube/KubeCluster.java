package io.autohelm.engine.kube;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.yaml.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cluster behind an API server. */
final class KubeCluster implements Cluster {
  /**
   * The name under which Helm 4 applies, so that its command line and ours take turns without
   * conflicts.
   */
  private static final String FIELD_MANAGER = "helm";

  /** A conflict means that somebody changed the object since it was read. */
  private static final int ADOPTION_ATTEMPTS = 5;

  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final String DELETE_OPTIONS =
      "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"propagationPolicy\":\"Background\"}";

  private final KubeHttp http;
  private final Discovery discovery;
  private final Parallel parallel;
  private volatile @Nullable Capabilities capabilities;

  KubeCluster(KubeHttp http, Discovery discovery, Parallel parallel) {
    this.parallel = parallel;
    this.http = http;
    this.discovery = discovery;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities known = capabilities;
    if (known == null) {
      KubeResponse version = http.get("/version");
      if (!version.isSuccess()) {
        throw version.refusal("the cluster's version", false);
      }
      known =
          Capabilities.of(
              KubeVersion.parse(String.valueOf(version.tree().get("gitVersion"))),
              discovery.apiVersions());
      capabilities = known;
    }
    return known;
  }

  @Override
  public void forgetDiscovery() {
    capabilities = null;
    discovery.forget();
  }

  private Discovery.Kind kind(KubeObject object) {
    return discovery
        .kind(object.apiVersion(), object.kind())
        .orElseThrow(
            () ->
                new ClusterException(
                    ClusterException.Reason.UNKNOWN_KIND,
                    "resource mapping not found for name: \""
                        + object.name()
                        + "\" namespace: \""
                        + object.namespace()
                        + "\": no matches for kind \""
                        + object.kind()
                        + "\" in version \""
                        + object.apiVersion()
                        + "\": ensure CRDs are installed first"));
  }

  private String path(KubeObject object) {
    return kind(object).path(object.namespace())
        + "/"
        + URLEncoder.encode(object.name(), StandardCharsets.UTF_8);
  }

  @Override
  public KubeObject placed(KubeObject object, String namespace) {
    boolean namespaced = kind(object).namespaced();
    if (namespaced && object.namespace().isEmpty()) {
      return object.withNamespace(namespace);
    }
    return object;
  }

  @Override
  public <T, R> List<R> each(List<T> items, Function<? super T, ? extends R> work) {
    return parallel.each(items, work);
  }

  @Override
  public Optional<KubeObject> get(KubeObject object) {
    KubeResponse response = http.get(path(object));
    if (response.isNotFound()) {
      return Optional.empty();
    }
    return Optional.of(checked(response, object, "get").object());
  }

  @Override
  public KubeObject apply(KubeObject object, ApplyMode mode) {
    if (object.name().isEmpty()) {
      throw new ClusterException(
          ClusterException.Reason.INVALID,
          object.kind() + " without metadata.name cannot be applied");
    }
    String query =
        "?fieldManager="
            + FIELD_MANAGER
            + "&fieldValidation=Strict&force="
            + mode.isForced()
            + (mode.isDryRun() ? "&dryRun=All" : "");
    KubeResponse response = http.apply(path(object) + query, Json.printRaw(object.tree()));
    return checked(response, object, "apply").object();
  }

  @Override
  public void adoptClientSideFields(KubeObject object) {
    for (int attempt = 1; ; attempt++) {
      Optional<String> patch =
          get(object).flatMap(live -> ManagedFields.adoption(live, FIELD_MANAGER));
      if (patch.isEmpty()) {
        return;
      }
      KubeResponse response =
          http.jsonPatch(path(object) + "?fieldManager=" + FIELD_MANAGER, patch.get());
      if (response.code() != 409 || attempt == ADOPTION_ATTEMPTS) {
        checked(response, object, "take over the fields of");
        return;
      }
    }
  }

  @Override
  public boolean delete(KubeObject object) {
    KubeResponse response = http.delete(path(object), DELETE_OPTIONS);
    if (response.isNotFound()) {
      return false;
    }
    checked(response, object, "delete");
    return true;
  }

  @Override
  public void createNamespace(String name) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("labels", Map.of("name", name));
    Map<String, @Nullable Object> namespace = new LinkedHashMap<>();
    namespace.put("apiVersion", "v1");
    namespace.put("kind", "Namespace");
    namespace.put("metadata", metadata);
    KubeObject object = new KubeObject(namespace);
    if (get(object).isEmpty()) {
      KubeResponse response = http.post("/api/v1/namespaces", Json.printRaw(namespace));
      if (response.code() != 409) {
        checked(response, object, "create");
      }
    }
  }

  private static KubeResponse checked(KubeResponse response, KubeObject object, String verb) {
    if (!response.isSuccess()) {
      throw response.refusal(verb + " " + object.id(), object.kind().equals("Secret"));
    }
    return response;
  }

  @Override
  public void awaitReady(List<KubeObject> objects, boolean includingJobs, Duration timeout) {
    await(
        objects,
        timeout,
        "ready",
        live -> live.map(object -> Readiness.of(object, includingJobs)).orElse(Readiness.absent()));
  }

  @Override
  public void awaitGone(List<KubeObject> objects, Duration timeout) {
    await(
        objects,
        timeout,
        "gone",
        live -> live.isEmpty() ? Readiness.reached() : Readiness.waiting("still exists"));
  }

  @Override
  public void awaitHook(KubeObject object, Duration timeout) {
    try (HookWatch watch =
        HookWatch.start(http, kind(object).path(object.namespace()), object, timeout)) {
      await(
          List.of(object),
          timeout,
          "complete",
          live -> {
            Readiness seen = watch.outcome();
            return seen.state() == Readiness.State.WAITING
                ? live.map(Readiness::ofHook).orElse(Readiness.absent())
                : seen;
          });
    }
  }

  private void await(
      List<KubeObject> objects,
      Duration timeout,
      String goal,
      Function<Optional<KubeObject>, Readiness> judge) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<KubeObject> open = new ArrayList<>(objects);
    Duration pause = FIRST_LOOK;
    Map<KubeObject.Id, String> reasons = new LinkedHashMap<>();
    while (true) {
      reasons.clear();
      List<KubeObject> still = new ArrayList<>();
      List<Readiness> judged = each(open, object -> judge.apply(get(object)));
      for (int i = 0; i < open.size(); i++) {
        KubeObject object = open.get(i);
        Readiness readiness = judged.get(i);
        if (readiness.state() == Readiness.State.FAILED) {
          throw new ClusterException(
              ClusterException.Reason.FAILED, object.id() + " failed: " + readiness.reason());
        }
        if (readiness.state() == Readiness.State.WAITING) {
          still.add(object);
          reasons.put(object.id(), readiness.reason());
        }
      }
      if (still.isEmpty()) {
        return;
      }
      open = still;
      if (System.nanoTime() + pause.toNanos() > deadline) {
        throw new ClusterException(
            ClusterException.Reason.TIMEOUT,
            "not " + goal + " within " + timeout.toSeconds() + " s: " + list(reasons));
      }
      KubeHttp.sleep(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
  }

  private static String list(Map<KubeObject.Id, String> reasons) {
    List<String> parts = new ArrayList<>();
    reasons.forEach((id, reason) -> parts.add(id + " (" + reason + ")"));
    return String.join(", ", parts);
  }
}
