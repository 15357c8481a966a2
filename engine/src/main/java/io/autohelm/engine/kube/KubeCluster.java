package io.autohelm.engine.kube;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.action.PodLog;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.yaml.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** About five seconds of waiting, each time twice as long. */
  private static final int WRITE_ATTEMPTS = 9;

  private static final Set<String> PLAIN_VERBS =
      Set.of("create", "delete", "get", "patch", "replace");

  private static final String FAILED_APPLY = "server-side apply failed for object";

  private static final String AS_HELM = "?fieldManager=" + FIELD_MANAGER;

  private final KubeHttp http;
  private final Discovery discovery;
  private final Parallel parallel;
  private final KubeWatches watches;
  private final Clock clock;
  private volatile @Nullable Capabilities capabilities;

  KubeCluster(
      KubeHttp http, Discovery discovery, Parallel parallel, KubeWatches watches, Clock clock) {
    this.parallel = parallel;
    this.watches = watches;
    this.clock = clock;
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
                        + "\" from \"\": no matches for kind \""
                        + object.kind()
                        + "\" in version \""
                        + object.apiVersion()
                        + "\"\nensure CRDs are installed first"));
  }

  /** Without a name it would be the path of all objects of the kind. */
  private String path(KubeObject object) {
    if (object.name().isEmpty()) {
      throw new ClusterException(ClusterException.Reason.INVALID, "resource name may not be empty");
    }
    return kind(object).path(object.namespace())
        + "/"
        + URLEncoder.encode(object.name(), StandardCharsets.UTF_8);
  }

  @Override
  public KubeObject placed(KubeObject object, String namespace) {
    boolean isNamespaced = kind(object).namespaced();
    if (isNamespaced == object.namespace().isEmpty()) {
      return isNamespaced ? object.withNamespace(namespace) : object.withoutNamespace();
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
  public Optional<KubeObject> placedAsServed(KubeObject object, String namespace) {
    boolean isKnown = discovery.kind(object.apiVersion(), object.kind()).isPresent();
    if (isKnown || discovery.isSilent(object.group())) {
      return Optional.of(placed(object, namespace));
    }
    return discovery
        .servedVersion(object.group(), object.kind())
        .map(version -> placed(object.withApiVersion(version), namespace));
  }

  @Override
  public KubeObject apply(KubeObject object, ApplyMode mode) {
    if (object.name().isEmpty()) {
      throw new ClusterException(
          ClusterException.Reason.INVALID,
          FAILED_APPLY + place(object) + ": resource name may not be empty");
    }
    String query =
        AS_HELM
            + "&fieldValidation=Strict&force="
            + mode.isForced()
            + (mode.isDryRun() ? "&dryRun=All" : "");
    for (int attempt = 1; ; attempt++) {
      KubeResponse response = http.apply(path(object) + query, Json.printRaw(object.tree()));
      if (attempt < WRITE_ATTEMPTS && response.isTooEarly()) {
        KubeHttp.sleep(Duration.ofMillis(10L << attempt));
        continue;
      }
      return checked(response, object, "").object();
    }
  }

  @Override
  public KubeObject create(KubeObject object) {
    String query = AS_HELM + "&fieldValidation=Strict";
    for (int attempt = 1; ; attempt++) {
      KubeResponse response =
          http.post(kind(object).path(object.namespace()) + query, Json.printRaw(object.tree()));
      if (attempt < WRITE_ATTEMPTS && response.isTooEarly()) {
        KubeHttp.sleep(Duration.ofMillis(10L << attempt));
        continue;
      }
      if (response.code() == 409 && response.attempt() > 1) {
        // The first attempt made it, and its answer was lost.
        Optional<KubeObject> made = get(object);
        if (made.isPresent()) {
          return made.get();
        }
      }
      return checked(response, object, "create").object();
    }
  }

  @Override
  public KubeObject replace(KubeObject object) {
    for (int attempt = 1; ; attempt++) {
      KubeObject next = object;
      Optional<KubeObject> live = get(object);
      if (live.isPresent() && live.get().metadata().get("resourceVersion") instanceof String v) {
        next = object.withMetadata("resourceVersion", v);
      }
      KubeResponse response =
          http.put(path(object) + AS_HELM + "&fieldValidation=Strict", Json.printRaw(next.tree()));
      if (response.code() != 409 || attempt == ADOPTION_ATTEMPTS) {
        return checked(response, object, "replace").object();
      }
    }
  }

  @Override
  public KubeObject patch(KubeObject object, PatchKind kind, Map<String, @Nullable Object> patch) {
    KubeResponse response =
        http.patch(path(object) + AS_HELM, contentType(kind), Json.printRaw(patch));
    return checked(response, object, "patch").object();
  }

  private static String contentType(PatchKind kind) {
    return switch (kind) {
      case STRATEGIC -> "application/strategic-merge-patch+json";
      case MERGE -> "application/merge-patch+json";
    };
  }

  @Override
  public void adoptClientSideFields(KubeObject object) {
    for (int attempt = 1; ; attempt++) {
      Optional<String> patch =
          get(object).flatMap(live -> ManagedFields.adoption(live, FIELD_MANAGER));
      if (patch.isEmpty()) {
        return;
      }
      KubeResponse response = http.jsonPatch(path(object) + AS_HELM, patch.get());
      if (response.code() != 409 || attempt == ADOPTION_ATTEMPTS) {
        checked(response, object, "take over the fields of");
        return;
      }
    }
  }

  @Override
  public boolean delete(KubeObject object, Propagation propagation) {
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    options.put("apiVersion", "v1");
    options.put("kind", "DeleteOptions");
    options.put("propagationPolicy", propagation.text());
    KubeResponse response = http.delete(path(object), Json.printRaw(options));
    if (response.isNotFound()) {
      return false;
    }
    checked(response, object, "delete");
    return true;
  }

  @Override
  public List<PodLog> logs(KubeObject object, boolean initContainers) {
    return new PodLogs(http).of(object, initContainers);
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
      apply(object, ApplyMode.POLITE);
    }
  }

  /**
   * @param verb what was asked; empty for server-side apply, of which Helm says more
   */
  private static KubeResponse checked(KubeResponse response, KubeObject object, String verb) {
    if (!response.isSuccess()) {
      boolean isSecret = object.kind().equals("Secret");
      // A refusal names the object by itself, and Helm gives it as it is; a fault does not.
      boolean isSelfEvident = !isSecret && response.code() < 500 && response.code() != 429;
      throw response.refusal(
          verb.isEmpty()
              ? applied(response, object)
              : isSelfEvident && PLAIN_VERBS.contains(verb) ? "" : verb + " " + object.id(),
          isSecret);
    }
    return response;
  }

  private static String applied(KubeResponse response, KubeObject object) {
    return switch (response.code()) {
      case 409 -> "conflict occurred while applying object" + place(object);
      case 415 -> "server-side apply not available on the server";
      default -> FAILED_APPLY + place(object);
    };
  }

  private static String place(KubeObject object) {
    return " " + object.namespace() + "/" + object.name() + " " + groupVersionKind(object);
  }

  /** As Go prints it. */
  private static String groupVersionKind(KubeObject object) {
    String version = object.apiVersion();
    return (version.contains("/") ? version : "/" + version) + ", Kind=" + object.kind();
  }

  /** The objects of the kind that the object's selector finds in its namespace. */
  List<KubeObject> related(KubeObject object, String kind) {
    String path = kind.equals("Pod") ? "/api/v1/namespaces/" : "/apis/apps/v1/namespaces/";
    KubeResponse response =
        http.get(
            path
                + object.namespace()
                + (kind.equals("Pod") ? "/pods?" : "/replicasets?")
                + Workloads.selector(Workloads.labels(object)));
    List<KubeObject> found = new ArrayList<>();
    if (checked(response, object, "list the " + kind + "s of").tree().get("items")
        instanceof List<?> items) {
      items.forEach(item -> found.add(new KubeObject(Workloads.table(item))));
    }
    return found;
  }

  @Override
  public long countCustom(KubeObject definition) {
    Map<String, @Nullable Object> spec = Workloads.table(definition.tree().get("spec"));
    Object served = null;
    if (spec.get("versions") instanceof List<?> versions) {
      for (Object version : versions) {
        if (Boolean.TRUE.equals(Workloads.table(version).get("served"))) {
          served = Workloads.table(version).get("name");
        }
      }
    }
    KubeResponse response =
        http.get(
            "/apis/"
                + spec.get("group")
                + "/"
                + served
                + "/"
                + Workloads.table(spec.get("names")).get("plural")
                + "?limit=1");
    if (!response.isSuccess()) {
      return -1;
    }
    KubeObject list = response.object();
    long first = list.tree().get("items") instanceof List<?> items ? items.size() : 0;
    Object more = list.metadata().get("remainingItemCount");
    return first + (more instanceof Number number ? number.longValue() : 0);
  }

  @Override
  public void awaitReady(List<KubeObject> objects, Patience patience) {
    if (patience.legacy()) {
      new LegacyWait(this, patience).run(objects);
    } else {
      await(objects, patience.jobs() ? WaitGoal.READY_WITH_JOBS : WaitGoal.READY, patience);
    }
  }

  @Override
  public void awaitGone(List<KubeObject> objects, Patience patience) {
    await(objects, WaitGoal.GONE, patience);
  }

  @Override
  public void awaitHook(KubeObject object, Patience patience) {
    await(List.of(object), WaitGoal.RUN, patience);
  }

  private void await(List<KubeObject> objects, WaitGoal goal, Patience patience) {
    if (!objects.isEmpty()) {
      new ObjectWait(http, discovery, watches, clock, goal, patience).run(objects);
    }
  }
}
