package io.autohelm.agent.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.agent.soak.SoakState.Declared;
import io.autohelm.agent.testing.Canary;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people do in the cluster by hand. Where the API server is away they fail, and go on. */
final class SoakHands {
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");

  private final SoakWorld world;
  private final KubernetesClient client;
  private final Random chance;
  private final Set<String> forgetful = new HashSet<>();
  private final Set<String> disowned = new HashSet<>();

  /** What each release that was moved was called before. */
  private final Map<String, String> formerly = new HashMap<>();

  SoakHands(SoakWorld world, Random chance) {
    this.world = world;
    this.client = world.client();
    this.chance = chance;
  }

  /**
   * Releases whose newest record was deleted, so that nobody knows any more what they had made, or
   * whose label was taken from an object, which Helm then does not uninstall.
   */
  Set<String> untraceable() {
    Set<String> all = new HashSet<>(forgetful);
    all.addAll(disowned);
    return all;
  }

  /** Makes what belongs to the cluster: the namespace of orders, and the Secrets of values. */
  void furnish() {
    quietly(
        () -> {
          if (client.namespaces().withName(SoakWorld.STATE_NAMESPACE).get() == null) {
            client.resource(namespace(SoakWorld.STATE_NAMESPACE)).create();
          }
          for (String name : SoakPlan.NAMESPACES) {
            if (client.namespaces().withName(name).get() == null) {
              client.resource(namespace(name)).create();
            }
            Secret secret =
                new SecretBuilder()
                    .withNewMetadata()
                    .withName(SoakPlan.SECRET)
                    .withNamespace(name)
                    .endMetadata()
                    .addToStringData("password", Canary.ofThisRun().text())
                    .build();
            if (client.secrets().inNamespace(name).withName(SoakPlan.SECRET).get() == null) {
              client.resource(secret).create();
            }
          }
        });
  }

  private static io.fabric8.kubernetes.api.model.Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  /** One deed; what it was. */
  String meddle(SoakState state) {
    for (Declared release : state.releases().values()) {
      if (!release.movedFrom().isEmpty()) {
        String from = release.movedFrom();
        formerly.put(release.name(), from.substring(from.indexOf('/') + 1));
      }
    }
    List<Declared> all = state.all();
    Declared one = all.get(chance.nextInt(all.size()));
    String in = one.namespace();
    return switch (chance.nextInt(14)) {
      case 0, 1 -> {
        quietly(
            () -> {
              if (client.apps().deployments().inNamespace(in).withName(one.name()).get() != null) {
                client.apps().deployments().inNamespace(in).withName(one.name()).scale(4);
              }
            });
        yield "scale " + one.name();
      }
      case 2, 3, 4 ->
          "delete an object of " + one.name() + ": " + change(one, HasMetadataDeed.GONE);
      case 5, 6 -> "change an object of " + one.name() + ": " + change(one, HasMetadataDeed.DATA);
      case 7, 8 -> "label an object of " + one.name() + ": " + change(one, HasMetadataDeed.LABEL);
      case 9 -> {
        // An object without owner that no record names is nobody's, for Helm too.
        if (forgetful.contains(one.name()) || !isDeployed(one)) yield "nothing";
        disowned.add(one.name());
        yield "take labels from " + one.name() + ": " + change(one, HasMetadataDeed.NO_LABEL);
      }
      case 10 -> {
        if (disowned.contains(one.name())) yield "nothing";
        quietly(() -> deleteRecord(one));
        yield "delete the newest record of " + one.name();
      }
      case 11 -> {
        if (chance.nextInt(4) != 0) yield "nothing";
        quietly(() -> client.namespaces().withName(in).delete());
        yield "delete the namespace " + in;
      }
      case 12 -> {
        order(Map.of("suspend." + in + "." + one.name(), "by hand"));
        yield "suspend " + one.name();
      }
      default -> {
        if (chance.nextBoolean()) {
          resumeAll();
          yield "resume all";
        }
        order(Map.of("sync." + in + "." + one.name(), "by hand"));
        yield "reconcile " + one.name();
      }
    };
  }

  private enum HasMetadataDeed {
    GONE,
    DATA,
    LABEL,
    NO_LABEL
  }

  private String change(Declared release, HasMetadataDeed deed) {
    StringBuilder what = new StringBuilder("none");
    quietly(
        () -> {
          List<HasMetadata> objects = SoakVerdict.objects(client, release.namespace());
          objects.removeIf(
              each ->
                  !release
                      .name()
                      .equals(
                          each.getMetadata().getAnnotations() == null
                              ? ""
                              : each.getMetadata()
                                  .getAnnotations()
                                  .get("meta.helm.sh/release-name")));
          if (objects.isEmpty()) return;
          HasMetadata one = objects.get(chance.nextInt(objects.size()));
          what.replace(0, what.length(), one.getKind() + "/" + one.getMetadata().getName());
          Resource<HasMetadata> there = client.resource(one);
          switch (deed) {
            case GONE -> there.delete();
            case LABEL -> merge(there, "{\"metadata\":{\"labels\":{\"by\":\"hand\"}}}");
            case NO_LABEL ->
                merge(there, "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":null}}}");
            case DATA -> {
              if (one instanceof ConfigMap) merge(there, "{\"data\":{\"word\":\"by hand\"}}");
              if (one instanceof Secret) merge(there, "{\"data\":{\"password\":\"aGFuZA==\"}}");
            }
          }
        });
    return what.toString();
  }

  private static void merge(Resource<HasMetadata> object, String patch) {
    object.patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private void deleteRecord(Declared release) {
    newestRecord(release)
        .ifPresent(
            record -> {
              client.resource(record).delete();
              // Until a move is through, its only record is what names the objects of before.
              for (String name = release.name(); name != null; name = formerly.get(name)) {
                forgetful.add(name);
              }
            });
  }

  private boolean isDeployed(Declared release) {
    try {
      return newestRecord(release)
          .map(record -> record.getMetadata().getLabels().get("status").equals("deployed"))
          .orElse(false);
    } catch (KubernetesClientException away) {
      return false;
    }
  }

  private Optional<Secret> newestRecord(Declared release) {
    return client
        .secrets()
        .inNamespace(release.namespace())
        .withLabel("owner", "helm")
        .withLabel("name", release.name())
        .list()
        .getItems()
        .stream()
        .max(
            Comparator.comparingInt(
                each -> Integer.parseInt(each.getMetadata().getLabels().get("version"))));
  }

  /** Agrees to everything that the agent asks for. Gives how often. */
  int consentToAll() {
    Map<String, String> orders = new TreeMap<>();
    for (JsonNode release : world.json("/api/v1/releases")) {
      String action = release.path("action").asText();
      if (action.equals("frozen") || action.equals("wait-for-confirmation")) {
        Optional.of(DIGEST.matcher(release.path("reason").asText()))
            .filter(Matcher::find)
            .ifPresent(found -> orders.put("consent." + found.group(1), "by hand"));
      }
    }
    if (!orders.isEmpty()) order(orders);
    return orders.size();
  }

  void resumeAll() {
    quietly(
        () -> {
          ConfigMap now = orders().get();
          if (now == null || now.getData() == null) return;
          Map<String, String> left = new TreeMap<>();
          now.getData().keySet().stream()
              .filter(key -> key.startsWith("suspend."))
              .forEach(key -> left.put(key, null));
          if (!left.isEmpty()) patchOrders(left);
        });
  }

  private Resource<ConfigMap> orders() {
    return client.configMaps().inNamespace(SoakWorld.STATE_NAMESPACE).withName(SoakWorld.ORDERS);
  }

  private void order(Map<String, String> data) {
    quietly(
        () -> {
          if (orders().get() == null) {
            client
                .resource(
                    new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(SoakWorld.ORDERS)
                        .withNamespace(SoakWorld.STATE_NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
          }
          patchOrders(data);
        });
  }

  private void patchOrders(Map<String, String> data) {
    StringBuilder json = new StringBuilder("{\"data\":{");
    data.forEach(
        (key, value) ->
            json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                .append('"' + key + "\":")
                .append(value == null ? "null" : '"' + value + '"'));
    orders().patch(PatchContext.of(PatchType.JSON_MERGE), json + "}}");
  }

  private static void quietly(Runnable deed) {
    try {
      deed.run();
    } catch (KubernetesClientException away) {
      // The API server was just killed, or somebody else was faster.
    }
  }
}
