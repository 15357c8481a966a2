package io.autohelm.engine.action;

import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.release.ReleaseStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings a release to its next revision. */
final class Upgrade {
  private final ActionContext context;
  private final Cluster cluster;
  private final ReleaseRequest request;
  private final ActionPolicy policy;
  private final List<Release> history;

  /**
   * @param history every revision, oldest first
   */
  Upgrade(ActionContext context, ReleaseRequest request, List<Release> history) {
    this.context = context;
    this.cluster = context.cluster();
    this.request = request;
    this.policy = request.policy();
    this.history = history;
  }

  /** Upgrades; see {@link Actions#upgrade(ReleaseRequest)}. */
  Release run() {
    if (ReleaseName.problem(request.name()).isPresent()) {
      throw new ActionException("release name is invalid: " + request.name());
    }
    Release last = History.last(history).orElseThrow(() -> new ActionException(withoutDeployed()));
    if (last.status().isPending()) {
      throw new ActionException("another operation (install/upgrade/rollback) is in progress");
    }
    Release current = current(last);
    if (!policy.dryRun().isDry()) {
      new CrdInstallation(context, policy.serverSide() != ServerSide.FALSE, policy.forceCrds())
          .run(request.chart(), policy.upgradeCrds());
    }
    Release draft = new Drafts(context).upgrade(request, last, current);
    boolean serverSide = draft.applyMethod().equals(Release.SERVER_SIDE_APPLY);
    List<KubeObject> target = new Drafts(context).objects(draft, "new ");
    List<KubeObject> before = before(current, target, draft);
    if (policy.dryRun().isDry()) {
      return draft.with(
          draft.status(),
          policy.description().isEmpty() ? "Dry run complete" : policy.description());
    }
    List<List<KubeObject>> stages = Stages.of(context, policy, draft, target);
    History.prune(context.store(), history, policy.maxHistory());
    context.store().create(draft);
    Journal journal = new Journal(context.store(), draft);
    List<KubeObject> created = Collections.synchronizedList(new ArrayList<>());
    try {
      perform(journal, current, before, stages, serverSide, created);
      return journal.current();
    } catch (ClusterException | ActionException | ManifestException e) {
      throw failed(journal, created, e);
    }
  }

  private String withoutDeployed() {
    return "\"" + request.name() + "\" has no deployed releases";
  }

  /** The revision whose objects are in the cluster, as far as the records tell. */
  private Release current(Release last) {
    return History.deployed(history)
        .orElseGet(
            () -> {
              boolean mayFollow =
                  last.status() == ReleaseStatus.FAILED
                      || last.status() == ReleaseStatus.SUPERSEDED
                      || policy.replace();
              if (!mayFollow) {
                throw new ActionException(withoutDeployed());
              }
              return last;
            });
  }

  /**
   * What may be in the cluster: the current revision's objects, those that failed attempts since
   * then made, and those that are there and may be adopted.
   */
  private List<KubeObject> before(Release current, List<KubeObject> target, Release draft) {
    Map<KubeObject.Id, KubeObject> before = new LinkedHashMap<>();
    ReleaseObjects.past(cluster, current).forEach(object -> before.put(object.id(), object));
    Set<KubeObject.Id> known = new LinkedHashSet<>(before.keySet());
    for (Release revision : history) {
      if (revision.revision() > current.revision()) {
        ReleaseObjects.past(cluster, revision)
            .forEach(object -> before.putIfAbsent(object.id(), object));
      }
    }
    try {
      Adoption.of(
              cluster,
              draft,
              target.stream().filter(object -> !known.contains(object.id())).toList(),
              policy.takeOwnership())
          .forEach(object -> before.putIfAbsent(object.id(), object));
    } catch (ClusterException | ActionException e) {
      throw new ActionException("unable to continue with update: " + e.getMessage(), e);
    }
    return List.copyOf(before.values());
  }

  private void perform(
      Journal journal,
      Release current,
      List<KubeObject> before,
      List<List<KubeObject>> stages,
      boolean serverSide,
      List<KubeObject> created) {
    List<KubeObject> target = stages.stream().flatMap(List::stream).toList();
    HookRunner hooks = new HookRunner(context, policy, serverSide);
    run(hooks, journal, HookEvent.PRE_UPGRADE);
    ObjectWriter writer = new ObjectWriter(context);
    ObjectWriter.Options options =
        new ObjectWriter.Options(
            serverSide,
            policy.forceConflicts(),
            policy.forceReplace(),
            serverSide && wasClientSide(current),
            false,
            policy.cleanupOnFail());
    for (int i = 0; i < stages.size(); i++) {
      writer.write(before, stages.get(i), options, created);
      if (i < stages.size() - 1) {
        Waiting.stage(cluster, writer.asWritten(stages.get(i)), policy);
      }
    }
    writer.removeLeft(before, target);
    Waiting.ready(cluster, writer.asWritten(target), policy);
    run(hooks, journal, HookEvent.POST_UPGRADE);
    context.store().update(History.superseded(current));
    History.supersede(context.store(), history, current.revision());
    journal.record(
        ReleaseStatus.DEPLOYED,
        policy.description().isEmpty() ? "Upgrade complete" : policy.description());
  }

  /** Also where a failed attempt since then was: it may have made objects. */
  private boolean wasClientSide(Release current) {
    return history.stream()
        .filter(revision -> revision.revision() >= current.revision())
        .anyMatch(revision -> !revision.applyMethod().equals(Release.SERVER_SIDE_APPLY));
  }

  private static void run(HookRunner hooks, Journal journal, HookEvent event) {
    try {
      hooks.run(journal, event);
    } catch (ClusterException | ActionException e) {
      throw new ActionException(event + " hooks failed: " + e.getMessage(), e);
    }
  }

  private ActionException failed(
      Journal journal, List<KubeObject> created, RuntimeException cause) {
    String message = String.valueOf(cause.getMessage());
    Map<String, String> details = new LinkedHashMap<>();
    details.put("name", request.name());
    details.put("error", message);
    context.listener().warning("upgrade failed", details);
    journal.record(ReleaseStatus.FAILED, "Upgrade \"" + request.name() + "\" failed: " + message);
    if (policy.cleanupOnFail() && !created.isEmpty()) {
      List<ClusterException> errors =
          new ObjectWriter(context).delete(created, Cluster.Propagation.BACKGROUND);
      if (!errors.isEmpty()) {
        return new ActionException(
            "an error occurred while cleaning up resources. original upgrade error: "
                + message
                + ": unable to cleanup resources: "
                + ObjectWriter.joined(errors, ", "),
            cause);
      }
    }
    return policy.rollbackOnFailure() && !Waiting.isCancelled(cause)
        ? rolledBack(message, cause)
        : new ActionException(message, cause);
  }

  private ActionException rolledBack(String message, RuntimeException cause) {
    List<Release> now = context.store().history(request.namespace(), request.name());
    int good = 0;
    for (Release revision : now) {
      if (revision.status() == ReleaseStatus.SUPERSEDED
          || revision.status() == ReleaseStatus.DEPLOYED) {
        good = Math.max(good, revision.revision());
      }
    }
    if (good == 0) {
      return new ActionException(
          "unable to find a previously successful release when attempting to rollback. original"
              + " upgrade error: "
              + message,
          cause);
    }
    try {
      new Rollback(
              context,
              request.namespace(),
              request.name(),
              good,
              policy.change().description("").cleanupOnFail(false).build(),
              Map.of())
          .run();
    } catch (ActionException | ClusterException e) {
      ActionException both =
          new ActionException(
              "an error occurred while rolling back the release. original upgrade error: "
                  + message
                  + ": "
                  + e.getMessage(),
              e);
      both.addSuppressed(cause);
      return both;
    }
    return new ActionException(
        "release "
            + request.name()
            + " failed, and has been rolled back due to rollback-on-failure being set: "
            + message,
        cause);
  }
}
