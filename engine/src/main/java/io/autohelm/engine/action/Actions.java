package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.Renderer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Installs, upgrades, rolls back, tests and uninstalls releases on one cluster, with the records,
 * order and ownership rules of Helm 4.
 *
 * <p>One release must be acted on by one thread at a time; different releases may be acted on at
 * once.
 *
 * <p>Every method may throw {@link ActionException}, in Helm's words, {@link ClusterException},
 * {@link io.autohelm.engine.release.ReleaseException} and, where it renders, {@link
 * io.autohelm.engine.render.RenderException}.
 */
public final class Actions {
  private final ActionContext context;

  /**
   * Actions that say nothing beside their results.
   *
   * @param lookup what templates see of the cluster
   * @param actor who acts, written into the description of a revision while it is pending, so that
   *     the next process can tell its own unfinished work from another's; empty for Helm's own
   *     description, by which nobody can be told
   */
  public Actions(
      Cluster cluster,
      ReleaseStore store,
      Renderer renderer,
      Lookup lookup,
      Clock clock,
      String actor) {
    this(cluster, store, renderer, lookup, clock, actor, ActionListener.DEAF);
  }

  /**
   * Like {@link #Actions(Cluster, ReleaseStore, Renderer, Lookup, Clock, String)}.
   *
   * @param listener hears warnings, and the output of hooks that ask for it
   */
  public Actions(
      Cluster cluster,
      ReleaseStore store,
      Renderer renderer,
      Lookup lookup,
      Clock clock,
      String actor,
      ActionListener listener) {
    this.context = new ActionContext(cluster, store, renderer, lookup, clock, actor, listener);
  }

  /**
   * These actions for the holder of a lock: nothing is changed any more once it is lost, and what
   * another writer changed in the records meanwhile is not overwritten. For one action, or a few
   * that follow each other.
   */
  public Actions under(ReleaseLock lock) {
    return new Actions(
        new FencedCluster(context.cluster(), lock),
        new FencedStore(context.store().session(), lock),
        context.renderer(),
        context.lookup(),
        context.clock(),
        context.actor(),
        context.listener());
  }

  /** The cluster that is acted on; under a lock it too is changed only while that is held. */
  public Cluster cluster() {
    return context.cluster();
  }

  /** Every revision of a release, oldest first. */
  public List<Release> history(String namespace, String name) {
    return context.store().history(namespace, name);
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
    Drafts drafts = new Drafts(context);
    return last.isPresent()
        ? drafts.upgrade(request, last.get(), last.get())
        : drafts.installation(request, last);
  }

  /**
   * Whether a pending revision was begun under the release's lock, or by this actor: its writer is
   * gone, where the lock can be taken.
   */
  public boolean isOwn(Release pending) {
    return FencedStore.isLeftBehind(pending) || new Drafts(context).isOwn(pending);
  }

  /**
   * Installs a release that does not exist yet, or whose name may be used again by {@link
   * ActionPolicy#replace}.
   *
   * @return the revision as recorded; of a dry run, as it would begin
   * @throws ActionException when it fails; the revision is recorded as failed, or uninstalled by
   *     {@link ActionPolicy#rollbackOnFailure}
   */
  public Release install(ReleaseRequest request) {
    return new Installation(context, request).run();
  }

  /**
   * Upgrades a release to what is requested.
   *
   * @return the revision as recorded; of a dry run, as it would begin
   * @throws ActionException when it fails; the new revision is recorded as failed, the one before
   *     stays deployed, and is applied again by {@link ActionPolicy#rollbackOnFailure}
   */
  public Release upgrade(ReleaseRequest request) {
    return upgrade(request, context.store().history(request.namespace(), request.name()));
  }

  /**
   * Like {@link #upgrade(ReleaseRequest)}, for a caller that has the history at hand. A release
   * that was uninstalled and whose records are there is installed anew where {@link
   * ActionPolicy#replace} allows it.
   *
   * @param history every revision, oldest first
   */
  public Release upgrade(ReleaseRequest request, List<Release> history) {
    boolean isGone =
        History.last(history)
            .filter(release -> release.status() == ReleaseStatus.UNINSTALLED)
            .isPresent();
    return isGone && request.policy().replace()
        ? install(request)
        : new Upgrade(context, request, history).run();
  }

  /**
   * Upgrades a release that is there, and installs one that is not, or was uninstalled: {@code helm
   * upgrade --install}.
   */
  public Release upgradeOrInstall(ReleaseRequest request) {
    List<Release> history = context.store().history(request.namespace(), request.name());
    if (isPresent(history)) {
      return upgrade(request, history);
    }
    ActionPolicy policy = request.policy().change().replace(!history.isEmpty()).build();
    return install(request.with(policy));
  }

  /** Whether {@link #upgradeOrInstall} upgrades. */
  public boolean isPresent(String namespace, String name) {
    return isPresent(context.store().history(namespace, name));
  }

  private static boolean isPresent(List<Release> history) {
    return History.last(history)
        .filter(release -> release.status() != ReleaseStatus.UNINSTALLED)
        .isPresent();
  }

  /**
   * Makes an earlier revision the newest: its objects as they were rendered then.
   *
   * @param revision to go back to; 0 for the one before the newest
   * @return the revision as recorded; of a dry run, as it would begin
   * @throws ActionException when it fails; the new revision is recorded as failed
   */
  public Release rollback(String namespace, String name, int revision, ActionPolicy policy) {
    return rollback(namespace, name, revision, policy, Map.of());
  }

  /**
   * As {@link #rollback(String, String, int, ActionPolicy)}.
   *
   * @param labels the user's labels of the new revision, beside those of the earlier one
   */
  public Release rollback(
      String namespace,
      String name,
      int revision,
      ActionPolicy policy,
      Map<String, String> labels) {
    return new Rollback(context, namespace, name, revision, policy, labels).run();
  }

  /**
   * Uninstalls a release: hooks, objects in Helm's order, records. Objects marked {@code keep}
   * stay, and so does what does not belong to the release any more.
   *
   * @return empty where there is no such release and that is no error
   * @throws ActionException when something could not be removed; where that is an object, the
   *     records stay, marked uninstalling
   */
  public Optional<Uninstalled> uninstall(String namespace, String name, ActionPolicy policy) {
    return new Uninstallation(context, namespace, name, policy).run();
  }

  /**
   * Runs the tests of a release and records how they ended. That one fails is no exception: {@link
   * TestRun#failure} says it.
   *
   * @return to be closed when the output of the tests has been read
   */
  public TestRun test(String namespace, String name, TestFilter filter, ActionPolicy policy) {
    return TestRun.of(context, namespace, name, filter, policy);
  }

  /**
   * Marks a revision that its writer left pending as failed, so that the next action can go on.
   *
   * @return the revision as recorded
   */
  public Release takeOver(Release pending, String why) {
    Release failed = pending.with(ReleaseStatus.FAILED, why);
    context.store().update(failed);
    return failed;
  }

  /** Gives the record of a revision other labels of the user's; nothing else changes. */
  public void relabel(Release revision, Map<String, String> labels) {
    context.store().update(revision.withLabels(labels));
  }

  /**
   * Gives the history of a release another name or namespace; objects are left to the next upgrade.
   * May be repeated where it broke off: what was copied already is not copied again.
   *
   * @param labels what becomes of the user's labels of each revision
   */
  public void relocate(
      String fromNamespace,
      String fromName,
      String toNamespace,
      String toName,
      UnaryOperator<Map<String, String>> labels) {
    new Relocation(context).run(fromNamespace, fromName, toNamespace, toName, labels);
  }

  /**
   * The objects of the release's manifest, placed and marked as the release's, in install order.
   *
   * @throws ClusterException with reason UNKNOWN_KIND
   */
  public List<KubeObject> objects(Release release) {
    return ReleaseObjects.target(context.cluster(), release);
  }
}
