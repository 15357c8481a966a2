package io.autohelm.engine.manifest;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which Helm 4 installs kinds, and takes them away again; kinds it does not know come
 * last, by name.
 */
public final class KindOrder {
  private static final List<String> INSTALLED =
      List.of(
          "PriorityClass",
          "Namespace",
          "NetworkPolicy",
          "ResourceQuota",
          "LimitRange",
          "PodSecurityPolicy",
          "PodDisruptionBudget",
          "ServiceAccount",
          "Secret",
          "SecretList",
          "ConfigMap",
          "StorageClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleList",
          "ClusterRoleBinding",
          "ClusterRoleBindingList",
          "Role",
          "RoleList",
          "RoleBinding",
          "RoleBindingList",
          "Service",
          "DaemonSet",
          "Pod",
          "ReplicationController",
          "ReplicaSet",
          "Deployment",
          "HorizontalPodAutoscaler",
          "StatefulSet",
          "Job",
          "CronJob",
          "IngressClass",
          "Ingress",
          "APIService",
          "MutatingWebhookConfiguration",
          "ValidatingWebhookConfiguration");

  private static final List<String> UNINSTALLED =
      List.of(
          "ValidatingWebhookConfiguration",
          "MutatingWebhookConfiguration",
          "APIService",
          "Ingress",
          "IngressClass",
          "Service",
          "CronJob",
          "Job",
          "StatefulSet",
          "HorizontalPodAutoscaler",
          "Deployment",
          "ReplicaSet",
          "ReplicationController",
          "Pod",
          "DaemonSet",
          "RoleBindingList",
          "RoleBinding",
          "RoleList",
          "Role",
          "ClusterRoleBindingList",
          "ClusterRoleBinding",
          "ClusterRoleList",
          "ClusterRole",
          "CustomResourceDefinition",
          "PersistentVolumeClaim",
          "PersistentVolume",
          "StorageClass",
          "ConfigMap",
          "SecretList",
          "Secret",
          "ServiceAccount",
          "PodDisruptionBudget",
          "PodSecurityPolicy",
          "LimitRange",
          "ResourceQuota",
          "NetworkPolicy",
          "Namespace",
          "PriorityClass");

  /** For installing. */
  public static final Comparator<String> INSTALL = comparator(INSTALLED);

  /** For uninstalling: not simply the reverse, Services go early. */
  public static final Comparator<String> UNINSTALL = comparator(UNINSTALLED);

  private KindOrder() {}

  private static Comparator<String> comparator(List<String> order) {
    Map<String, Integer> places = new HashMap<>();
    for (String kind : order) {
      places.put(kind, places.size());
    }
    return (a, b) -> {
      Integer first = places.get(a);
      Integer second = places.get(b);
      if (first == null && second == null) {
        return a.compareTo(b);
      }
      if (first == null || second == null) {
        return first == null ? 1 : -1;
      }
      return first.compareTo(second);
    };
  }
}
