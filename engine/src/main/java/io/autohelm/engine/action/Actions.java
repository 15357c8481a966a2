package io.autohelm.engine.action;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseInfo;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.ReleaseContext;
import io.autohelm.engine.render.RenderRequest;
import io.autohelm.engine.render.Rendered;
import io.autohelm.engine.render.Renderer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Installs, upgrades and uninstalls releases on one cluster, with the records, order and ownership
 * rules of Helm 4.
 *
 * <p>One release must be acted on by one thread at a time; different releases may be acted on at
 * once.
 */
public final class Actions {
  private final Cluster cluster;
  private final ReleaseStore store;
  private final Renderer renderer;
  private final Lookup lookup;
  private final Clock clock;
  private final String actor;

  /**
   * @param lookup what templates see of the cluster
   * @param actor who acts, written into the description of a revision while it is pending, so that
   *     the next process can tell its own unfinished work from another's
   */
  public Actions(
      Cluster cluster,
      ReleaseStore store,
      Renderer renderer,
      Lookup lookup,
      Clock clock,
      String actor) {
    this.cluster = cluster;
    this.store = store;
    this.renderer = renderer;
    this.lookup = lookup;
    this.clock = clock;
    this.actor = actor;
  }

  /**
   * Renders the revision that would come next, without doing anything: an installation where there
   * is no release, otherwise an upgrade.
   *
   * @param last the newest revision, if any
   */
  public Release prepare(ReleaseRequest request, Optional<Release> last) {
    ReleaseName.problem(request.name())
        .ifPresent(
            problem -> {
              throw new ActionException("release name \"" + request.name() + "\": " + problem);
            });
    checkInstallable(request.chart());
    int revision = last.map(Release::revision).orElse(0) + 1;
    Rendered rendered =
        renderer.render(
            new RenderRequest(
                request.chart(),
                request.values(),
                new ReleaseContext(request.name(), request.namespace(), revision, last.isPresent()),
                cluster.capabilities(),
                lookup,
                false,
                false,
                request.postRenderers()));
    Instant now = clock.instant();
    return new Release(
        request.name(),
        request.namespace(),
        revision,
        new ReleaseInfo(
            last.map(release -> release.info().firstDeployed()).orElse(now),
            now,
            null,
            (last.isPresent() ? "Upgrade" : "Initial install") + " underway by " + actor,
            last.isPresent() ? ReleaseStatus.PENDING_UPGRADE : ReleaseStatus.PENDING_INSTALL,
            0,
            rendered.notes()),
        rendered.chart(),
        request.values(),
        rendered.manifestText(),
        rendered.hooks().stream().map(HookRun::never).toList(),
        labels(last, request),
        Release.SERVER_SIDE_APPLY);
  }

  private static void checkInstallable(Chart chart) {
    chart
        .whyNotInstallable()
        .ifPresent(
            why -> {
              throw new ActionException(why);
            });
  }

  private static Map<String, String> labels(Optional<Release> last, ReleaseRequest request) {
    Map<String, String> labels = new LinkedHashMap<>(last.map(Release::labels).orElse(Map.of()));
    labels.putAll(request.labels());
    return labels;
  }

  /**
   * Whether a pending revision was begun by this actor: by an earlier process, where none of ours
   * is at it.
   */
  public boolean isOwn(Release pending) {
    return pending.info().description().endsWith(" underway by " + actor);
  }

  /**
   * Installs a release that does not exist yet.
   *
   * @throws ActionException when it fails; the revision is recorded as failed
   */
  public Release install(ReleaseRequest request) {
    ActionPolicy policy = request.policy();
    if (policy.createNamespace()) {
      cluster.createNamespace(request.namespace());
    }
    if (policy.crds()) {
      installCrds(request.chart(), policy.timeout());
    }
    Release release = prepare(request, Optional.empty());
    List<KubeObject> objects = objects(release);
    if (!policy.takeOwnership()) {
      checkOwnership(release, objects, "install");
    }
    store.create(release);
    try {
      Release current = runHooks(release, HookEvent.PRE_INSTALL, policy);
      applyAll(objects, policy);
      await(objects, policy);
      current = runHooks(current, HookEvent.POST_INSTALL, policy);
      current = current.with(ReleaseStatus.DEPLOYED, "Install complete");
      store.update(current);
      return current;
    } catch (ClusterException | ActionException | ManifestException e) {
      throw failed(release, "Release \"" + release.name() + "\" failed: " + e.getMessage(), e);
    }
  }

  /**
   * Upgrades a release to what is requested.
   *
   * @param history every revision, oldest first; at least one
   * @throws ActionException when it fails; the new revision is recorded as failed, the one before
   *     stays deployed
   */
  public Release upgrade(ReleaseRequest request, List<Release> history) {
    Release last = history.get(history.size() - 1);
    if (last.status().isPending()) {
      throw new ActionException("another operation (install/upgrade/rollback) is in progress");
    }
    ActionPolicy policy = request.policy();
    Release original = deployed(history).orElse(last);
    Release release = prepare(request, Optional.of(last));
    List<KubeObject> target = objects(release);
    List<KubeObject> current = presentObjects(history, original);
    if (!policy.takeOwnership()) {
      List<KubeObject.Id> known = current.stream().map(KubeObject::id).toList();
      checkOwnership(
          release,
          target.stream().filter(object -> !known.contains(object.id())).toList(),
          "update");
    }
    prune(history, policy.maxHistory(), original);
    store.create(release);
    try {
      Release running = runHooks(release, HookEvent.PRE_UPGRADE, policy);
      adoptClientSideFields(history, original, current);
      applyAll(target, policy);
      removeLeft(current, target);
      await(target, policy);
      running = runHooks(running, HookEvent.POST_UPGRADE, policy);
      for (Release earlier : history) {
        if (earlier.status() == ReleaseStatus.DEPLOYED) {
          store.update(
              earlier.withInfo(
                  earlier.info().with(ReleaseStatus.SUPERSEDED, earlier.info().description())));
        }
      }
      running = running.with(ReleaseStatus.DEPLOYED, "Upgrade complete");
      store.update(running);
      return running;
    } catch (ClusterException | ActionException | ManifestException e) {
      throw failed(release, "Upgrade \"" + release.name() + "\" failed: " + e.getMessage(), e);
    }
  }

  /**
   * Marks a revision that its writer left pending as failed, so that the next action can go on.
   *
   * @return the revision as recorded
   */
  public Release takeOver(Release pending, String why) {
    Release failed = pending.with(ReleaseStatus.FAILED, why);
    store.update(failed);
    return failed;
  }

  /**
   * Uninstalls a release: hooks, objects in Helm's order, records. Objects marked {@code keep}
   * stay, and so does what does not belong to the release any more.
   *
   * @throws ActionException when something could not be removed; the records stay, marked
   *     uninstalling
   */
  public void uninstall(String namespace, String name, ActionPolicy policy) {
    List<Release> history = store.history(namespace, name);
    if (history.isEmpty()) {
      return;
    }
    Release last = history.get(history.size() - 1);
    if (last.status() != ReleaseStatus.UNINSTALLED) {
      Release going =
          last.withInfo(
              last.info()
                  .with(ReleaseStatus.UNINSTALLING, "Deletion in progress (or silently failed)")
                  .withDeleted(clock.instant()));
      store.update(going);
      try {
        going = runHooks(going, HookEvent.PRE_DELETE, policy);
        List<KubeObject> gone = deleteOwned(UninstallOrder.of(objects(going)), name, namespace);
        if (policy.await()) {
          cluster.awaitGone(gone, policy.timeout());
        }
        runHooks(going, HookEvent.POST_DELETE, policy);
      } catch (ClusterException | ManifestException e) {
        throw new ActionException("uninstall of release " + name + ": " + e.getMessage(), e);
      }
    }
    for (Release revision : history) {
      store.delete(namespace, name, revision.revision());
    }
  }

  private List<KubeObject> deleteOwned(List<KubeObject> objects, String name, String namespace) {
    List<KubeObject> gone = new ArrayList<>();
    for (List<KubeObject> alike : KindRuns.of(objects)) {
      List<Boolean> deleted =
          cluster.each(
              alike,
              object ->
                  !object.isKept()
                      && isOwned(cluster.get(object), name, namespace)
                      && cluster.delete(object));
      for (int i = 0; i < alike.size(); i++) {
        if (deleted.get(i)) {
          gone.add(alike.get(i));
        }
      }
    }
    return gone;
  }

  private static boolean isOwned(Optional<KubeObject> live, String release, String namespace) {
    return live.isPresent() && Ownership.problem(live.get(), release, namespace).isEmpty();
  }

  /**
   * The objects of the release's manifest, placed and marked as the release's, in install order.
   */
  public List<KubeObject> objects(Release release) {
    return KubeObject.parseAll(release.manifest()).stream()
        .map(
            object ->
                cluster
                    .placed(object, release.namespace())
                    .ownedBy(release.name(), release.namespace()))
        .toList();
  }

  /**
   * What may be in the cluster: the deployed revision's objects and those that failed attempts
   * since then made.
   */
  private List<KubeObject> presentObjects(List<Release> history, Release original) {
    Map<KubeObject.Id, KubeObject> present = new LinkedHashMap<>();
    for (Release revision : history) {
      if (revision.revision() >= original.revision()) {
        objects(revision).forEach(object -> present.put(object.id(), object));
      }
    }
    return List.copyOf(present.values());
  }

  private static Optional<Release> deployed(List<Release> history) {
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.get(i).status() == ReleaseStatus.DEPLOYED) {
        return Optional.of(history.get(i));
      }
    }
    return Optional.empty();
  }

  private Release runHooks(Release release, HookEvent event, ActionPolicy policy) {
    return policy.hooks()
        ? new HookRunner(cluster, store, clock).run(release, event, policy.timeout())
        : release;
  }

  private void installCrds(Chart chart, Duration timeout) {
    List<KubeObject> crds =
        chart.crds().stream()
            .flatMap(crd -> KubeObject.parseAll(crd.file().text()).stream())
            .map(crd -> cluster.placed(crd, ""))
            .filter(crd -> cluster.get(crd).isEmpty())
            .toList();
    if (crds.isEmpty()) {
      return;
    }
    cluster.each(crds, crd -> cluster.apply(crd, Cluster.ApplyMode.POLITE));
    cluster.awaitReady(crds, false, timeout);
    cluster.forgetDiscovery();
  }

  private void checkOwnership(Release release, List<KubeObject> objects, String verb) {
    List<Optional<KubeObject>> lives = cluster.each(objects, cluster::get);
    for (int i = 0; i < objects.size(); i++) {
      KubeObject object = objects.get(i);
      Optional<KubeObject> live = lives.get(i);
      if (live.isEmpty()) {
        continue;
      }
      Optional<String> problem = Ownership.problem(live.get(), release.name(), release.namespace());
      if (problem.isPresent()) {
        throw new ActionException(
            "unable to continue with "
                + verb
                + ": "
                + object.kind()
                + " \""
                + object.name()
                + "\" in namespace \""
                + object.namespace()
                + "\" exists and cannot be imported into the current release: "
                + problem.get());
      }
    }
  }

  /**
   * Helm 3 set its fields by client-side apply. They must become ours first, else those that are
   * not applied any more would stay for ever.
   */
  private void adoptClientSideFields(
      List<Release> history, Release original, List<KubeObject> objects) {
    boolean wasClientSide =
        history.stream()
            .filter(revision -> revision.revision() >= original.revision())
            .anyMatch(revision -> !revision.applyMethod().equals(Release.SERVER_SIDE_APPLY));
    if (wasClientSide) {
      cluster.each(
          objects,
          object -> {
            cluster.adoptClientSideFields(object);
            return object;
          });
    }
  }

  private void applyAll(List<KubeObject> objects, ActionPolicy policy) {
    Cluster.ApplyMode mode = policy.force() ? Cluster.ApplyMode.FORCE : Cluster.ApplyMode.POLITE;
    for (List<KubeObject> alike : KindRuns.of(objects)) {
      cluster.each(alike, object -> cluster.apply(object, mode));
    }
  }

  private void await(List<KubeObject> objects, ActionPolicy policy) {
    if (policy.await()) {
      cluster.awaitReady(objects, false, policy.timeout());
    }
  }

  /** Removes what the release no longer contains, but for what it must keep. */
  private void removeLeft(List<KubeObject> before, List<KubeObject> target) {
    List<KubeObject.Id> kept = target.stream().map(KubeObject::id).toList();
    List<KubeObject> left = before.stream().filter(object -> !kept.contains(object.id())).toList();
    for (List<KubeObject> alike : KindRuns.of(left)) {
      cluster.each(
          alike,
          object -> {
            Optional<KubeObject> live = cluster.get(object);
            return live.isPresent() && !live.get().isKept() && cluster.delete(object);
          });
    }
  }

  private ActionException failed(Release release, String message, RuntimeException cause) {
    Release failed = store.last(release.namespace(), release.name()).orElse(release);
    store.update(failed.with(ReleaseStatus.FAILED, message));
    return new ActionException(message, cause);
  }

  /**
   * Makes room for one more revision: the oldest beyond the limit go, the deployed one always
   * stays. Done before each new revision, so that one that fails again and again does not fill the
   * cluster.
   */
  private void prune(List<Release> history, int limit, @Nullable Release keep) {
    if (limit <= 0) {
      return;
    }
    int excess = history.size() + 1 - limit;
    for (Release revision : history) {
      if (excess <= 0) {
        return;
      }
      if (keep == null || revision.revision() != keep.revision()) {
        store.delete(revision.namespace(), revision.name(), revision.revision());
        excess--;
      }
    }
  }
}
