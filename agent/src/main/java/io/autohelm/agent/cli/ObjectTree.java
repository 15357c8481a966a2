package io.autohelm.agent.cli;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.kube.HealthProbe;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a release as they are in the cluster, and below each the objects that it owns.
 *
 * @param roots in the order of the manifest
 * @param notes what could not be looked at
 */
record ObjectTree(List<Node> roots, List<String> notes) {
  /** Kinds that controllers make for others, as API version and kind. */
  private static final List<List<String>> OWNED =
      List.of(
          List.of("apps/v1", "ReplicaSet"),
          List.of("batch/v1", "Job"),
          List.of("v1", "Pod"),
          List.of("v1", "PersistentVolumeClaim"));

  /**
   * An object.
   *
   * @param uid empty for one that is not there
   */
  record Node(KubeObject.Id id, String uid, Health health, List<Node> below) {}

  /** Asks the cluster. */
  static ObjectTree of(KubeConnection connection, Release release) {
    Cluster cluster = connection.cluster();
    List<KubeObject> objects =
        KubeObject.parseAll(release.manifest()).stream()
            .flatMap(object -> cluster.placedAsServed(object, release.namespace()).stream())
            .toList();
    List<Optional<KubeObject>> live = cluster.each(objects, cluster::get);
    Set<String> namespaces = new TreeSet<>();
    live.forEach(object -> object.map(KubeObject::namespace).ifPresent(namespaces::add));
    namespaces.remove("");
    List<String> notes = new ArrayList<>();
    Map<String, List<KubeObject>> owned = owned(connection, namespaces, notes);
    List<Node> roots = new ArrayList<>();
    HealthProbe probe = connection.probe();
    for (int i = 0; i < objects.size(); i++) {
      KubeObject object = objects.get(i);
      roots.add(
          live.get(i)
              .map(there -> node(there, probe.look(there).health(), probe, owned))
              .orElseGet(() -> new Node(object.id(), "", Health.MISSING, List.of())));
    }
    return new ObjectTree(roots, notes);
  }

  private static Node node(
      KubeObject live, Health health, HealthProbe probe, Map<String, List<KubeObject>> owned) {
    String uid = uid(live);
    List<Node> below = new ArrayList<>();
    for (KubeObject child : owned.getOrDefault(uid, List.of())) {
      if (!isSpent(child)) {
        below.add(node(child, probe.of(child).health(), probe, owned));
      }
    }
    return new Node(live.id(), uid, health, below);
  }

  /** The ReplicaSets of earlier revisions stay, without Pods. */
  private static boolean isSpent(KubeObject object) {
    return object.kind().equals("ReplicaSet")
        && object.tree().get("spec") instanceof Map<?, ?> spec
        && "0".equals(String.valueOf(spec.get("replicas")));
  }

  private static Map<String, List<KubeObject>> owned(
      KubeConnection connection, Set<String> namespaces, List<String> notes) {
    Map<String, List<KubeObject>> owned = new HashMap<>();
    for (String namespace : namespaces) {
      for (List<String> kind : OWNED) {
        try {
          for (KubeObject object :
              connection.questions().list(kind.get(0), kind.get(1), namespace)) {
            for (String owner : owners(object)) {
              owned.computeIfAbsent(owner, first -> new ArrayList<>()).add(object);
            }
          }
        } catch (ClusterException e) {
          notes.add(String.valueOf(e.getMessage()));
        }
      }
    }
    return owned;
  }

  static String uid(KubeObject object) {
    return Columns.cell(object.metadata().get("uid"));
  }

  private static List<String> owners(KubeObject object) {
    List<String> owners = new ArrayList<>();
    if (object.metadata().get("ownerReferences") instanceof List<?> references) {
      for (Object reference : references) {
        if (reference instanceof Map<?, ?> owner) {
          owners.add(String.valueOf(owner.get("uid")));
        }
      }
    }
    return owners;
  }

  /** Every object of it. */
  Set<KubeObject.Id> ids() {
    Set<KubeObject.Id> ids = new LinkedHashSet<>();
    roots.forEach(root -> collect(root, ids));
    return ids;
  }

  private static void collect(Node node, Set<KubeObject.Id> ids) {
    ids.add(node.id());
    node.below().forEach(child -> collect(child, ids));
  }

  /** The worst health of all. */
  Health health() {
    return Health.worst(roots.stream().map(Node::health).toList());
  }

  /** For people: the health of each in a column of its own. */
  String text() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < roots.size(); i++) {
      rows(roots.get(i), "", i == roots.size() - 1, rows);
    }
    Columns columns = new Columns("OBJECT", "HEALTH", "REASON");
    rows.forEach(columns::add);
    return columns.text();
  }

  private static void rows(Node node, String indent, boolean isLast, List<List<String>> rows) {
    rows.add(
        List.of(
            indent + (isLast ? "└─ " : "├─ ") + node.id(),
            level(node.health()),
            node.health().reason()));
    for (int i = 0; i < node.below().size(); i++) {
      rows(
          node.below().get(i),
          indent + (isLast ? "   " : "│  "),
          i == node.below().size() - 1,
          rows);
    }
  }

  static String level(Health health) {
    return health.level().name().toLowerCase(Locale.ROOT);
  }

  /** For programs. */
  List<Map<String, @Nullable Object>> trees() {
    return trees(roots);
  }

  private static List<Map<String, @Nullable Object>> trees(List<Node> nodes) {
    List<Map<String, @Nullable Object>> trees = new ArrayList<>();
    for (Node node : nodes) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("kind", node.id().kind());
      tree.put("group", node.id().group());
      tree.put("namespace", node.id().namespace());
      tree.put("name", node.id().name());
      tree.put("health", level(node.health()));
      tree.put("reason", node.health().reason());
      tree.put("owns", trees(node.below()));
      trees.add(tree);
    }
    return trees;
  }
}
