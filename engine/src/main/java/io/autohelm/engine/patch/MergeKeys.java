package io.autohelm.engine.patch;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By which keys Kubernetes merges the lists of its own kinds. Apart from {@code ports} a field's
 * name has one key wherever it occurs in the API; all other lists are replaced.
 */
final class MergeKeys {
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          entry("addresses", List.of("type")),
          entry("conditions", List.of("type")),
          entry("containers", List.of("name")),
          entry("drivers", List.of("name")),
          entry("env", List.of("name")),
          entry("ephemeralContainers", List.of("name")),
          entry("hostAliases", List.of("ip")),
          entry("imagePullSecrets", List.of("name")),
          entry("initContainers", List.of("name")),
          entry("matchConditions", List.of("name")),
          entry("ownerReferences", List.of("uid")),
          entry("resourceClaims", List.of("name")),
          entry("schedulingGates", List.of("name")),
          entry("secrets", List.of("name")),
          entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
          entry("variables", List.of("name")),
          entry("volumeDevices", List.of("devicePath")),
          entry("volumeMounts", List.of("mountPath")),
          entry("volumes", List.of("name")),
          entry("webhooks", List.of("name")));

  private static final List<String> CONTAINER_PORTS = List.of("containerPort", "protocol");
  private static final List<String> SERVICE_PORTS = List.of("port", "protocol");

  private final boolean builtIn;
  private final boolean service;

  private MergeKeys(boolean builtIn, boolean service) {
    this.builtIn = builtIn;
    this.service = service;
  }

  /** For objects of a kind; of those that are not Kubernetes' own every list is replaced. */
  static MergeKeys of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    boolean builtIn =
        !group.contains(".")
            || (group.endsWith(".k8s.io")
                && !group.startsWith("gateway.")
                && !group.endsWith("metrics.k8s.io")
                && !group.endsWith(".x-k8s.io"));
    return new MergeKeys(builtIn, apiVersion.equals("v1") && kind.equals("Service"));
  }

  /** The keys of a list of tables, or null where the list is replaced as a whole. */
  @Nullable List<String> of(List<String> path) {
    if (!builtIn) {
      return null;
    }
    String field = path.get(path.size() - 1);
    if (field.equals("ports")) {
      return service
          ? SERVICE_PORTS
          : path.size() > 1 && path.get(path.size() - 2).endsWith("ontainers")
              ? CONTAINER_PORTS
              : null;
    }
    return KEYS.get(field);
  }

  /** Whether a list of scalars is united with the patch's. */
  boolean isSet(List<String> path) {
    String field = path.get(path.size() - 1);
    return builtIn
        && path.size() == 2
        && path.get(0).equals("metadata")
        && field.equals("finalizers");
  }
}
