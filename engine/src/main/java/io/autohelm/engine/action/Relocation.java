package io.autohelm.engine.action;

import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.release.RevisionLabels;
import io.autohelm.engine.yaml.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives the history of a release another name or namespace. Records are copied first, oldest first,
 * then its objects are marked with the new name, and the old records are removed behind that, so
 * that it can be repeated whenever it broke off. Nothing else of an object is touched: the next
 * upgrade keeps or removes it, as it always does. Without the mark an uninstallation in between
 * would leave them behind as somebody else's.
 */
record Relocation(ActionContext context) {
  /**
   * Copies what is missing, marks the objects, then removes the old records.
   *
   * @param labels what becomes of the user's labels of each revision
   */
  void run(
      String fromNamespace,
      String fromName,
      String toNamespace,
      String toName,
      UnaryOperator<Map<String, String>> labels) {
    ReleaseStore store = context.store();
    List<RevisionLabels> old = store.index(fromNamespace, fromName);
    Set<Integer> present =
        store.index(toNamespace, toName).stream()
            .map(RevisionLabels::revision)
            .collect(Collectors.toCollection(HashSet::new));
    for (RevisionLabels each : old) {
      if (present.add(each.revision())) {
        store
            .get(fromNamespace, fromName, each.revision())
            .map(revision -> carried(revision, toNamespace, toName, labels))
            .ifPresent(revision -> create(store, revision));
      }
    }
    for (RevisionLabels each : old) {
      if (each.status() != ReleaseStatus.SUPERSEDED) {
        store
            .get(fromNamespace, fromName, each.revision())
            .ifPresent(revision -> mark(revision, toNamespace, toName));
      }
    }
    old.forEach(each -> store.delete(fromNamespace, fromName, each.revision()));
  }

  /** Marks what bears the mark of the old name, and nothing that belongs to somebody else. */
  private void mark(Release old, String namespace, String name) {
    Cluster cluster = context.cluster();
    cluster.each(
        ReleaseObjects.past(cluster, old),
        object -> {
          Optional<KubeObject> live = cluster.get(object);
          if (live.isPresent()
              && Ownership.problem(live.get(), old.name(), old.namespace()).isEmpty()) {
            Map<String, @Nullable Object> marks =
                Map.of(
                    "annotations",
                    Map.of(
                        Annotations.RELEASE_NAME, name, Annotations.RELEASE_NAMESPACE, namespace));
            cluster.patch(object, Cluster.PatchKind.MERGE, Map.of("metadata", marks));
          }
          return object;
        });
  }

  private static void create(ReleaseStore store, Release revision) {
    try {
      store.create(revision);
    } catch (ReleaseException e) {
      if (e.reason() != ReleaseException.Reason.EXISTS) {
        throw e;
      }
    }
  }

  private Release carried(
      Release revision, String namespace, String name, UnaryOperator<Map<String, String>> labels) {
    // Objects that name no namespace stay where they are until the next upgrade.
    String manifest =
        namespace.equals(revision.namespace())
            ? revision.manifest()
            : placed(revision.manifest(), revision.namespace());
    return new Release(
        name,
        namespace,
        revision.revision(),
        revision.info(),
        revision.chart(),
        revision.config(),
        manifest,
        revision.hooks(),
        labels.apply(revision.labels()),
        revision.applyMethod());
  }

  private String placed(String manifest, String namespace) {
    StringBuilder text = new StringBuilder();
    for (KubeObject object : KubeObject.parseAll(manifest)) {
      KubeObject placed = context.cluster().placedAsServed(object, namespace).orElse(object);
      text.append("---\n").append(Json.print(placed.tree())).append('\n');
    }
    return text.toString();
  }
}
