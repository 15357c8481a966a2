package io.autohelm.engine.action;

import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.release.ReleaseStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a release away: hooks, objects in Helm's order, records. */
final class Uninstallation {
  private final ActionContext context;
  private final Cluster cluster;
  private final String namespace;
  private final String name;
  private final ActionPolicy policy;

  Uninstallation(ActionContext context, String namespace, String name, ActionPolicy policy) {
    this.context = context;
    this.cluster = context.cluster();
    this.namespace = namespace;
    this.name = name;
    this.policy = policy;
  }

  /** Uninstalls; see {@link Actions#uninstall}. */
  Optional<Uninstalled> run() {
    if (ReleaseName.problem(name).isPresent()) {
      throw new ActionException(
          (policy.dryRun().isDry() ? "releaseContent" : "uninstall")
              + ": Release name is invalid: "
              + name);
    }
    List<Release> history = context.store().history(namespace, name);
    if (history.isEmpty()) {
      if (policy.ignoreNotFound()) {
        return Optional.empty();
      }
      throw new ActionException(
          policy.dryRun().isDry()
              ? "release: not found"
              : "uninstall: Release not loaded: " + name + ": release: not found");
    }
    Release last = history.get(history.size() - 1);
    if (policy.dryRun().isDry()) {
      return Optional.of(new Uninstalled(last, simulated(last)));
    }
    if (last.status() == ReleaseStatus.UNINSTALLED) {
      if (policy.keepHistory()) {
        throw new ActionException("the release named \"" + name + "\" is already deleted");
      }
      purge(history);
      return Optional.of(new Uninstalled(last, ""));
    }
    return Optional.of(perform(history, last));
  }

  /** What stays; of what cannot be learned nothing is said, as in Helm. */
  private String simulated(Release last) {
    try {
      Removal removal = Removal.of(cluster, last);
      warnOfSkipped(
          removal.unowned(),
          "dry-run: resources would be skipped because they are not owned by this release");
      warnOfSkipped(
          List.copyOf(removal.unverifiable().keySet()),
          "dry-run: resources would be skipped because their ownership could not be verified");
      return removal.keptByPolicy();
    } catch (ClusterException | ManifestException e) {
      return "";
    }
  }

  private void warnOfSkipped(List<KubeObject> objects, String why) {
    if (objects.isEmpty()) {
      return;
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("release", name);
    details.put("count", Integer.toString(objects.size()));
    context.listener().warning(why, details);
    for (KubeObject object : objects) {
      Map<String, String> skipped = new LinkedHashMap<>();
      skipped.put("kind", object.kind());
      skipped.put("name", object.name());
      skipped.put("namespace", object.namespace());
      context.listener().warning("dry-run: would skip resource", skipped);
    }
  }

  private Uninstalled perform(List<Release> history, Release last) {
    Journal journal =
        new Journal(
            context.store(),
            last.withInfo(
                last.info()
                    .with(ReleaseStatus.UNINSTALLING, "Deletion in progress (or silently failed)")
                    .withDeleted(context.now())));
    journal.record(journal.current());
    HookRunner hooks = new HookRunner(context, policy, true);
    try {
      hooks.run(journal, HookEvent.PRE_DELETE);
    } catch (ClusterException e) {
      throw new ActionException(String.valueOf(e.getMessage()), e);
    }
    Removal removal = remove(journal.current());
    List<RuntimeException> errors = new ArrayList<>();
    try {
      Waiting.gone(cluster, removal.owned(), policy);
    } catch (ClusterException e) {
      errors.add(e);
    }
    try {
      hooks.run(journal, HookEvent.POST_DELETE);
    } catch (ClusterException | ActionException e) {
      errors.add(e);
    }
    journal.note(
        journal
            .current()
            .with(
                ReleaseStatus.UNINSTALLED,
                policy.description().isEmpty() ? "Uninstallation complete" : policy.description()));
    if (policy.keepHistory()) {
      journal.record(journal.current());
      History.supersede(context.store(), history, last.revision());
    } else {
      try {
        purge(history);
      } catch (ActionException e) {
        errors.add(e);
      }
    }
    if (!errors.isEmpty()) {
      ActionException all =
          new ActionException(
              "uninstallation completed with "
                  + errors.size()
                  + " error(s): "
                  + ObjectWriter.joined(errors, "; "),
              errors.get(0));
      errors.stream().skip(1).forEach(all::addSuppressed);
      throw all;
    }
    return new Uninstalled(journal.current(), removal.kept());
  }

  private Removal remove(Release release) {
    String failure = "failed to delete release: " + name;
    try {
      Removal removal = Removal.of(cluster, release);
      removal.unowned().forEach(object -> warn(release, object, null));
      removal.unverifiable().forEach((object, error) -> warn(release, object, error));
      List<ClusterException> errors = new ArrayList<>();
      List<List<KubeObject>> stages = Stages.reversed(context, policy, release, removal.owned());
      for (int i = 0; i < stages.size(); i++) {
        errors.addAll(new ObjectWriter(context).delete(stages.get(i), policy.cascade()));
        if (i < stages.size() - 1) {
          cluster.awaitGone(stages.get(i), Waiting.patience(policy));
        }
      }
      if (!errors.isEmpty()) {
        throw new ActionException(
            failure + ": " + ObjectWriter.joined(errors, "; "), errors.get(0));
      }
      return removal;
    } catch (ClusterException | ManifestException e) {
      throw new ActionException(failure + ": " + e.getMessage(), e);
    }
  }

  private void warn(Release release, KubeObject object, @Nullable ClusterException error) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("kind", object.kind());
    details.put("name", object.name());
    details.put("namespace", object.namespace());
    details.put("release", release.name());
    if (error != null) {
      details.put("error", String.valueOf(error.getMessage()));
    }
    context
        .listener()
        .warning(
            error == null
                ? "skipping delete of resource not owned by this release"
                : "skipping delete of resource because ownership could not be verified",
            details);
  }

  private void purge(List<Release> history) {
    try {
      for (Release revision : history) {
        context.store().delete(namespace, name, revision.revision());
      }
    } catch (ClusterException | ReleaseException e) {
      throw new ActionException("uninstall: Failed to purge the release: " + e.getMessage(), e);
    }
  }
}
