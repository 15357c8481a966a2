package io.autohelm.agent;

import io.autohelm.engine.kube.KubeQuestions;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule of {@code deploy/rbac.yaml}, against which a test holds this table, or what releases are
 * made of as a rule.
 *
 * @param namespace where it is needed; empty for everywhere
 * @param name of the one object; empty for all
 * @param isForReleases whether it is about what charts make, which is not the same for everybody
 */
record NeededRight(
    String group,
    String resource,
    List<String> verbs,
    String namespace,
    String name,
    boolean isForReleases) {
  NeededRight {
    verbs = List.copyOf(verbs);
  }

  /**
   * All of them.
   *
   * @param home the agent's namespace
   * @param state the ConfigMap with orders
   * @param election where several replicas elect a leader
   */
  static List<NeededRight> all(String home, String state, LeaderElectionSettings election) {
    List<NeededRight> all = new ArrayList<>(ofOne(home, state));
    if (election.enabled()) {
      String where = election.namespace() == null ? home : election.namespace();
      String group = "coordination.k8s.io";
      all.add(new NeededRight(group, "leases", List.of("create"), where, "", false));
      all.add(
          new NeededRight(
              group, "leases", List.of("get", "update"), where, election.terms().name(), false));
    }
    return all;
  }

  private static List<NeededRight> ofOne(String home, String state) {
    List<String> change = List.of("get", "list", "watch", "create", "patch", "delete");
    return List.of(
        everywhere("", "secrets", "get", "list", "watch", "create", "update", "delete"),
        everywhere("coordination.k8s.io", "leases", "get", "list", "create", "update", "delete"),
        everywhere("", "events", "create", "patch"),
        everywhere("", "namespaces", "get", "create"),
        new NeededRight("", "configmaps", List.of("create"), home, "", false),
        new NeededRight(
            "", "configmaps", List.of("get", "list", "watch", "update"), home, state, false),
        new NeededRight("apps", "deployments", change, "", "", true),
        new NeededRight("", "services", change, "", "", true),
        new NeededRight("", "configmaps", change, "", "", true));
  }

  private static NeededRight everywhere(String group, String resource, String... verbs) {
    return new NeededRight(group, resource, List.of(verbs), "", "", false);
  }

  KubeQuestions.Right of(String verb) {
    return new KubeQuestions.Right(verb, group, resource, namespace, name);
  }

  /** For people. */
  String resources() {
    return resource
        + (group.isEmpty() ? "" : "." + group)
        + (name.isEmpty() ? "" : " " + name)
        + (namespace.isEmpty() ? "" : " in " + namespace);
  }

  /** What to do where it is missing. */
  String remedy() {
    return isForReleases
        ? "deploy/target-namespace.yaml gives it in one namespace"
        : "kubectl apply -f deploy/rbac.yaml";
  }
}
