package io.autohelm.engine.action;

import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.release.ReleaseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings a release to the cluster that is not there yet. */
final class Installation {
  private final ActionContext context;
  private final Cluster cluster;
  private final ReleaseRequest request;
  private final ActionPolicy policy;
  private final boolean serverSide;

  Installation(ActionContext context, ReleaseRequest request) {
    this.context = context;
    this.cluster = context.cluster();
    this.request = request;
    this.policy = request.policy();
    this.serverSide = policy.serverSide() != ServerSide.FALSE;
  }

  /** Installs; see {@link Actions#install}. */
  Release run() {
    Optional<Release> last = availableName();
    installCrds();
    Release draft = new Drafts(context).installation(request, last);
    if (policy.dryRun() == DryRun.CLIENT) {
      return dry(draft);
    }
    List<KubeObject> objects = new Drafts(context).objects(draft, "");
    List<KubeObject> existing = existing(draft, objects);
    if (policy.dryRun().isDry()) {
      return dry(draft);
    }
    List<List<KubeObject>> stages = Stages.of(context, policy, draft, objects);
    if (policy.createNamespace()) {
      cluster.createNamespace(request.namespace());
    }
    last.ifPresent(this::replace);
    context.store().create(draft);
    Journal journal = new Journal(context.store(), draft);
    try {
      perform(journal, stages, existing);
      return journal.current();
    } catch (ClusterException | ActionException | ManifestException e) {
      throw failed(journal, e);
    }
  }

  /** The revision that the first one follows, where a name is used again. */
  private Optional<Release> availableName() {
    ReleaseName.problem(request.name())
        .ifPresent(
            problem -> {
              throw nameRefused("release name \"" + request.name() + "\": " + problem);
            });
    if (policy.dryRun().isDry()) {
      return Optional.empty();
    }
    Optional<Release> last = context.store().last(request.namespace(), request.name());
    boolean isFree =
        last.isEmpty()
            || (policy.replace()
                && (last.get().status() == ReleaseStatus.UNINSTALLED
                    || last.get().status() == ReleaseStatus.FAILED));
    if (!isFree) {
      throw nameRefused("cannot reuse a name that is still in use");
    }
    return last;
  }

  private ActionException nameRefused(String why) {
    context.listener().error("release name check failed", Map.of("error", why));
    return new ActionException("release name check failed: " + why);
  }

  private void installCrds() {
    if (policy.installCrds() == CrdPolicy.SKIP
        || policy.dryRun() == DryRun.CLIENT
        || request.chart().crds().isEmpty()) {
      return;
    }
    if (policy.dryRun().isDry()) {
      context
          .listener()
          .warning(
              "This chart or one of its subcharts contains CRDs. Rendering may fail or contain"
                  + " inaccuracies.",
              Map.of());
      return;
    }
    new CrdInstallation(context, serverSide, policy.forceCrds())
        .run(request.chart(), policy.installCrds());
  }

  private List<KubeObject> existing(Release draft, List<KubeObject> objects) {
    try {
      return Adoption.of(cluster, draft, objects, policy.takeOwnership());
    } catch (ClusterException | ActionException e) {
      throw new ActionException("unable to continue with install: " + e.getMessage(), e);
    }
  }

  private static Release dry(Release draft) {
    return draft.with(draft.status(), "Dry run complete");
  }

  /** A failed revision stays what it is. */
  private void replace(Release last) {
    if (last.status() != ReleaseStatus.FAILED) {
      context.store().update(last.with(ReleaseStatus.SUPERSEDED, "superseded by new release"));
    }
  }

  private void perform(Journal journal, List<List<KubeObject>> stages, List<KubeObject> existing) {
    List<KubeObject> objects = stages.stream().flatMap(List::stream).toList();
    HookRunner hooks = new HookRunner(context, policy, serverSide);
    run(hooks, journal, HookEvent.PRE_INSTALL);
    ObjectWriter writer = new ObjectWriter(context);
    for (int i = 0; i < stages.size(); i++) {
      make(writer, stages.get(i), existing);
      if (i < stages.size() - 1) {
        Waiting.stage(cluster, writer.asWritten(stages.get(i)), policy);
      }
    }
    writer.removeLeft(existing, objects);
    Waiting.ready(cluster, writer.asWritten(objects), policy);
    run(hooks, journal, HookEvent.POST_INSTALL);
    journal.record(
        ReleaseStatus.DEPLOYED,
        policy.description().isEmpty() ? "Install complete" : policy.description());
  }

  private void make(ObjectWriter writer, List<KubeObject> objects, List<KubeObject> existing) {
    if (existing.isEmpty()) {
      writer.create(objects, serverSide);
      return;
    }
    writer.write(
        existing,
        objects,
        new ObjectWriter.Options(
            serverSide,
            policy.forceConflicts(),
            policy.forceReplace(),
            true,
            policy.takeOwnership() && !serverSide,
            false),
        new ArrayList<>());
  }

  private static void run(HookRunner hooks, Journal journal, HookEvent event) {
    try {
      hooks.run(journal, event);
    } catch (ClusterException | ActionException e) {
      throw new ActionException("failed " + event + ": " + e.getMessage(), e);
    }
  }

  private ActionException failed(Journal journal, RuntimeException cause) {
    String message = String.valueOf(cause.getMessage());
    if (!policy.rollbackOnFailure() || Waiting.isCancelled(cause)) {
      journal.record(ReleaseStatus.FAILED, "Release \"" + request.name() + "\" failed: " + message);
      return new ActionException(message, cause);
    }
    try {
      new Uninstallation(
              context,
              request.namespace(),
              request.name(),
              policy.change().keepHistory(false).description("").dryRun(DryRun.NONE).build())
          .run();
    } catch (ActionException | ClusterException e) {
      ActionException both =
          new ActionException(
              "an error occurred while uninstalling the release. original install error: "
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
            + " failed, and has been uninstalled due to rollback-on-failure being set: "
            + message,
        cause);
  }
}
