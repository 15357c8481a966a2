package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds that a cluster serves: two requests by aggregated discovery, one for each group version
 * where the server does not know that. Kept until {@link #forget}.
 */
final class Discovery {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

  /**
   * A kind of a cluster.
   *
   * @param apiVersion group and version, or the version alone for the core group
   */
  record Kind(String apiVersion, String kind, String plural, boolean namespaced) {
    /** The path of all objects of the kind, in a namespace where it has such. */
    String path(String namespace) {
      String root = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
      return namespaced && !namespace.isEmpty()
          ? root + "/namespaces/" + namespace + "/" + plural
          : root + "/" + plural;
    }
  }

  /**
   * What was found.
   *
   * @param silent the groups whose server did not say what it serves
   */
  private record Found(Map<String, Kind> kinds, List<String> apiVersions, Set<String> silent) {}

  private final KubeHttp http;
  private volatile @Nullable Found found;

  Discovery(KubeHttp http) {
    this.http = http;
  }

  void forget() {
    found = null;
  }

  /**
   * The kind, asked anew once where it is not known yet; empty where the cluster does not serve it.
   */
  Optional<Kind> kind(String apiVersion, String kind) {
    String key = apiVersion + "/" + kind;
    Kind known = found().kinds().get(key);
    if (known == null) {
      forget();
      known = found().kinds().get(key);
    }
    return Optional.ofNullable(known);
  }

  /**
   * A version, the preferred one as a rule, in which a kind of a group is served; empty where none
   * is, and where the server of the group is silent.
   */
  Optional<String> servedVersion(String group, String kind) {
    return found().kinds().values().stream()
        .filter(known -> known.kind().equals(kind) && group(known.apiVersion()).equals(group))
        .map(Kind::apiVersion)
        .findFirst();
  }

  /**
   * The kind that somebody means: its name or plural in any case, the group behind a dot where that
   * is needed. The core group and preferred versions come first.
   */
  Optional<Kind> meant(String text) {
    int dot = text.indexOf('.');
    String word = dot < 0 ? text : text.substring(0, dot);
    String group = dot < 0 ? "" : text.substring(dot + 1);
    return found().kinds().values().stream()
        .filter(
            known -> known.kind().equalsIgnoreCase(word) || known.plural().equalsIgnoreCase(word))
        .filter(known -> dot < 0 || group(known.apiVersion()).equals(group))
        .findFirst();
  }

  /** Whether the server of a group cannot be asked what it serves. */
  boolean isSilent(String group) {
    return found().silent().contains(group);
  }

  private static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** Every group version, and every group version with a kind, as templates ask for them. */
  List<String> apiVersions() {
    return found().apiVersions();
  }

  private synchronized Found found() {
    Found current = found;
    if (current == null) {
      current = discover();
      found = current;
    }
    return current;
  }

  private Found discover() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    Set<String> versions = new LinkedHashSet<>();
    Set<String> silent = new LinkedHashSet<>();
    for (String root : List.of("/api", "/apis")) {
      KubeResponse response = http.get(root, AGGREGATED);
      if (!response.isSuccess()) {
        throw response.refusal("discovery of " + root, false);
      }
      Map<String, @Nullable Object> tree = response.tree();
      if ("APIGroupDiscoveryList".equals(tree.get("kind"))) {
        for (Map<String, @Nullable Object> group : tables(tree.get("items"))) {
          String name = new KubeObject(group).name();
          for (Map<String, @Nullable Object> version : tables(group.get("versions"))) {
            aggregated(name, version, kinds, versions);
            if ("Stale".equals(version.get("freshness"))) {
              silent.add(name);
            }
          }
        }
      } else {
        for (String apiVersion : plainVersions(root, tree)) {
          if (!plain(apiVersion, kinds, versions)) {
            silent.add(group(apiVersion));
          }
        }
      }
    }
    List<String> all = new ArrayList<>(versions);
    kinds.values().forEach(kind -> all.add(kind.apiVersion() + "/" + kind.kind()));
    return new Found(kinds, all, silent);
  }

  private static void aggregated(
      String group,
      Map<String, @Nullable Object> version,
      Map<String, Kind> kinds,
      Set<String> versions) {
    String apiVersion = (group.isEmpty() ? "" : group + "/") + version.get("version");
    versions.add(apiVersion);
    for (Map<String, @Nullable Object> resource : tables(version.get("resources"))) {
      Map<String, @Nullable Object> responseKind = table(resource.get("responseKind"));
      add(
          kinds,
          new Kind(
              apiVersion,
              String.valueOf(responseKind.get("kind")),
              String.valueOf(resource.get("resource")),
              "Namespaced".equals(resource.get("scope"))));
    }
  }

  private static List<String> plainVersions(String root, Map<String, @Nullable Object> tree) {
    List<String> versions = new ArrayList<>();
    if (root.equals("/api")) {
      if (tree.get("versions") instanceof List<?> list) {
        list.forEach(version -> versions.add(String.valueOf(version)));
      }
    } else {
      for (Map<String, @Nullable Object> group : tables(tree.get("groups"))) {
        for (Map<String, @Nullable Object> version : tables(group.get("versions"))) {
          versions.add(String.valueOf(version.get("groupVersion")));
        }
      }
    }
    return versions;
  }

  private boolean plain(String apiVersion, Map<String, Kind> kinds, Set<String> versions) {
    KubeResponse response = http.get((apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion);
    if (!response.isSuccess()) {
      return false; // an aggregated API server that is down must not take the others with it
    }
    versions.add(apiVersion);
    for (Map<String, @Nullable Object> resource : tables(response.tree().get("resources"))) {
      String plural = String.valueOf(resource.get("name"));
      if (!plural.contains("/")) {
        add(
            kinds,
            new Kind(
                apiVersion,
                String.valueOf(resource.get("kind")),
                plural,
                Boolean.TRUE.equals(resource.get("namespaced"))));
      }
    }
    return true;
  }

  private static void add(Map<String, Kind> kinds, Kind kind) {
    kinds.putIfAbsent(kind.apiVersion() + "/" + kind.kind(), kind);
  }

  private static List<Map<String, @Nullable Object>> tables(@Nullable Object list) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    if (list instanceof List<?> items) {
      items.forEach(item -> found.add(table(item)));
    }
    return found;
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
