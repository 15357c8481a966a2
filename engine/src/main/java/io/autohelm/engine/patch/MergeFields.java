package io.autohelm.engine.patch;

import static java.util.Map.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an API server merges the fields of Kubernetes' own kinds, by the tags of Go's types, which
 * know one key a list. (Kustomize goes by the OpenAPI document, which knows more: {@link
 * MergeKeys}.)
 */
final class MergeFields {
  /** Every field is merged if it is a table, and replaced otherwise. */
  static final MergeFields PLAIN = new MergeFields("", false);

  private static final Set<String> GROUPS =
      Set.of(
          "",
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "apps",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "extensions",
          "flowcontrol.apiserver.k8s.io",
          "internal.apiserver.k8s.io",
          "lifecycle.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io",
          "storagemigration.k8s.io");

  /** Lists of tables, by the name of the field, whoever contains it. */
  private static final Map<String, String> ANYWHERE =
      Map.ofEntries(
          entry("containers", "name"),
          entry("ephemeralContainers", "name"),
          entry("env", "name"),
          entry("evictionResponders", "name"),
          entry("hostAliases", "ip"),
          entry("initContainers", "name"),
          entry("matchConditions", "name"),
          entry("ownerReferences", "uid"),
          entry("resourceClaims", "name"),
          entry("schedulingGates", "name"),
          entry("topologySpreadConstraints", "topologyKey"),
          entry("volumeDevices", "devicePath"),
          entry("volumeMounts", "mountPath"),
          entry("volumes", "name"),
          entry("x-kubernetes-validations", "rule"));

  private static final Set<String> RETAINED = Set.of("volumes", "resourceClaims");

  private final String kind;
  private final boolean builtIn;

  private MergeFields(String kind, boolean builtIn) {
    this.kind = kind;
    this.builtIn = builtIn;
  }

  /** Whether objects of a group are merged so. */
  static boolean isBuiltIn(String group) {
    return GROUPS.contains(group);
  }

  static MergeFields of(String kind) {
    return new MergeFields(kind, true);
  }

  /** The key by which the list at a path is merged; null where it is replaced. */
  @Nullable String key(List<String> path) {
    if (!builtIn) {
      return null;
    }
    String field = path.get(path.size() - 1);
    String parent = path.size() < 2 ? "" : path.get(path.size() - 2);
    return switch (field) {
      case "ports" ->
          kind.equals("Service") && parent.equals("spec")
              ? "port"
              : parent.toLowerCase(Locale.ROOT).endsWith("containers") ? "containerPort" : null;
      case "imagePullSecrets" -> parent.equals("spec") ? "name" : null;
      case "secrets" -> kind.equals("ServiceAccount") ? "name" : null;
      case "webhooks" -> path.size() == 1 ? "name" : null;
      case "drivers" -> kind.equals("CSINode") ? "name" : null;
      case "variables" -> kind.equals("ValidatingAdmissionPolicy") ? "name" : null;
      default -> ANYWHERE.get(field);
    };
  }

  /** Whether the list at a path is one of scalars that is united with the present one. */
  boolean isSet(List<String> path) {
    return builtIn
        && (isFinalizers(path)
            || (kind.equals("Node") && path.equals(List.of("spec", "podCIDRs"))));
  }

  /** Templates have metadata too. */
  private static boolean isFinalizers(List<String> path) {
    return path.size() > 1
        && path.get(path.size() - 1).equals("finalizers")
        && path.get(path.size() - 2).equals("metadata");
  }

  /** Whether what the new table does not name goes from the present one. */
  boolean isRetaining(List<String> path) {
    return builtIn
        && (RETAINED.contains(path.get(path.size() - 1))
            || (kind.equals("Deployment") && path.equals(List.of("spec", "strategy"))));
  }

  /** Whether a table is replaced as a whole. */
  boolean isReplaced(List<String> path) {
    return builtIn
        && kind.equals("PodDisruptionBudget")
        && path.equals(List.of("spec", "selector"));
  }
}
