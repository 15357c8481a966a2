package io.autohelm.engine.action;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.RecordLabels;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseInfo;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.ReleaseContext;
import io.autohelm.engine.render.RenderRequest;
import io.autohelm.engine.render.Rendered;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders the revision that comes next; nothing is written. */
final class Drafts {
  private static final String UNDERWAY = " underway by ";

  /** What removes a label. */
  private static final String NO_LABEL = "null";

  private final ActionContext context;

  Drafts(ActionContext context) {
    this.context = context;
  }

  /**
   * The first revision of a release.
   *
   * @param last the revision whose place it takes; empty as a rule
   */
  Release installation(ReleaseRequest request, Optional<Release> last) {
    Rendered rendered = rendered(request, request.chart(), request.values(), 1, false);
    OffsetDateTime now = context.now();
    checkLabels(request.labels());
    return new Release(
        request.name(),
        request.namespace(),
        last.map(Release::revision).orElse(0) + 1,
        new ReleaseInfo(
            now,
            now,
            null,
            isAnonymous() ? "Initial install underway" : "Initial install" + byActor(),
            ReleaseStatus.PENDING_INSTALL,
            0,
            rendered.notes()),
        rendered.chart(),
        request.values(),
        rendered.manifestText(),
        rendered.hooks().stream().map(HookRun::never).toList(),
        request.labels(),
        request.policy().serverSide() == ServerSide.FALSE
            ? Release.CLIENT_SIDE_APPLY
            : Release.SERVER_SIDE_APPLY);
  }

  /**
   * The next revision of a release.
   *
   * @param last the newest revision
   * @param current the one whose values and objects the next starts from
   */
  Release upgrade(ReleaseRequest request, Release last, Release current) {
    ReusedValues reused = ReusedValues.of(request, current);
    int revision = last.revision() + 1;
    Rendered rendered = rendered(request, reused.chart(), reused.values(), revision, true);
    checkLabels(request.labels());
    return new Release(
        request.name(),
        current.namespace(),
        revision,
        new ReleaseInfo(
            current.info().firstDeployed(),
            context.now(),
            null,
            isAnonymous() ? "Preparing upgrade" : "Upgrade" + byActor(),
            ReleaseStatus.PENDING_UPGRADE,
            0,
            rendered.notes()),
        rendered.chart(),
        reused.values(),
        rendered.manifestText(),
        rendered.hooks().stream().map(HookRun::never).toList(),
        mergedLabels(last.labels(), request.labels()),
        applyMethod(request.policy().serverSide(), last));
  }

  /** The newest revision decides where nobody else does. */
  static String applyMethod(ServerSide wanted, Release model) {
    boolean serverSide =
        wanted == ServerSide.AUTO
            ? model.applyMethod().equals(Release.SERVER_SIDE_APPLY)
            : wanted == ServerSide.TRUE;
    return serverSide ? Release.SERVER_SIDE_APPLY : Release.CLIENT_SIDE_APPLY;
  }

  /** Whether a pending revision was begun by this actor. */
  boolean isOwn(Release pending) {
    return !isAnonymous() && pending.info().description().endsWith(byActor());
  }

  private boolean isAnonymous() {
    return context.actor().isEmpty();
  }

  private String byActor() {
    return UNDERWAY + context.actor();
  }

  private Rendered rendered(
      ReleaseRequest request,
      Chart chart,
      Map<String, @Nullable Object> values,
      int revision,
      boolean isUpgrade) {
    chart
        .whyNotInstallable()
        .ifPresent(
            why -> {
              throw new ActionException(why);
            });
    ActionPolicy policy = request.policy();
    boolean asksNobody = policy.dryRun() == DryRun.CLIENT;
    return context
        .renderer()
        .render(
            new RenderRequest(
                chart,
                values,
                new ReleaseContext(request.name(), request.namespace(), revision, isUpgrade),
                asksNobody && !isUpgrade
                    ? Capabilities.withoutCluster()
                    : context.cluster().capabilities(),
                asksNobody ? Lookup.NOTHING : context.lookup(),
                policy.subNotes(),
                policy.skipSchema(),
                request.postRenderers(),
                policy.enableDns()));
  }

  private static void checkLabels(Map<String, String> labels) {
    if (labels.keySet().stream().anyMatch(RecordLabels::isSystem)) {
      throw new ActionException(
          "user supplied labels contains system reserved label name. System labels: "
              + "[name owner status version createdAt modifiedAt]");
    }
  }

  private static Map<String, String> mergedLabels(
      Map<String, String> last, Map<String, String> given) {
    Map<String, String> labels = new LinkedHashMap<>(last);
    labels.putAll(given);
    labels.values().removeIf(NO_LABEL::equals);
    return labels;
  }

  /**
   * The objects of a draft.
   *
   * @throws ActionException where one cannot be, in Helm's words
   */
  List<KubeObject> objects(Release draft, String which) {
    try {
      return ReleaseObjects.target(context.cluster(), draft);
    } catch (ClusterException | ManifestException e) {
      throw new ActionException(
          "unable to build kubernetes objects from "
              + which
              + "release manifest: "
              + e.getMessage(),
          e);
    }
  }
}
