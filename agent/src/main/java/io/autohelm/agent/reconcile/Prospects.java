package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Consents.Prospect;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out what an action would come to, where somebody may have to agree to that. */
record Prospects(Actions actions, Cluster cluster) {
  /**
   * The decision, or to wait for somebody's consent in its place. Renders nothing where nobody
   * could have to be asked.
   *
   * @param request what the next revision would be made of
   */
  Decision over(Decision decision, Round round, Seen seen, Supplier<ReleaseRequest> request) {
    Consents consents = round.consents();
    boolean isMaking = decision.step() == Step.INSTALL || decision.step() == Step.UPGRADE;
    boolean isUndoing =
        decision.step() == Step.UNINSTALL && Decider.good(seen.history()).isPresent();
    boolean isBack = decision.step() == Step.BRING_BACK;
    if (!isMaking && !isUndoing && !isBack) {
      return decision;
    }
    List<KubeObject> before = past(seen.history());
    ReleaseId id = seen.desired().id();
    if (isBack) {
      return earlier(round.clearance().rollback(), seen.history())
          .map(earlier -> new Prospect(id, "", existing(without(before, ids(earlier)))))
          .map(prospect -> consents.over(decision, prospect))
          .orElse(decision); // there is no such revision, which the action says
    }
    if (isUndoing) {
      return consents.over(decision, new Prospect(id, "", existing(before)), true);
    }
    boolean mayExceed =
        before.size() > consents.limits().maxObjectDeletions()
            || !consents.precious(before.stream().map(KubeObject::id).toList()).isEmpty();
    if (!consents.isApproval() && !mayExceed) {
      return decision;
    }
    Release next = actions.prepare(request.get(), seen.last());
    List<KubeObject> gone = without(before, ids(next));
    String plan = consents.isApproval() ? plan(id, seen, next, request.get()) : "";
    return consents.over(decision, new Prospect(id, plan, existing(gone)));
  }

  /** The revision that an order goes back to. */
  static Optional<Release> earlier(@Nullable Order order, List<Release> history) {
    int revision = order == null ? 0 : HeldBack.target(order, history).orElse(0);
    return history.stream().filter(release -> release.revision() == revision).findFirst();
  }

  private Set<KubeObject.Id> ids(Release release) {
    return objects(release).stream().map(KubeObject::id).collect(Collectors.toSet());
  }

  private static List<KubeObject> without(List<KubeObject> objects, Set<KubeObject.Id> some) {
    return objects.stream().filter(object -> !some.contains(object.id())).toList();
  }

  /** To uninstall a release, or to wait for somebody's consent. */
  Decision removing(List<Release> history, ReleaseId id, Consents consents) {
    Decision uninstall = Decision.of(Step.UNINSTALL, "");
    return consents.limits().confirm().isEmpty()
        ? uninstall
        : consents.over(uninstall, new Prospect(id, "", existing(past(history))), true);
  }

  /** The digest of a plan; what comes out differently each time does not count. */
  String plan(ReleaseId id, Seen seen, Release next, ReleaseRequest request) {
    List<String> rendered = rendered(next);
    boolean isStable = rendered.equals(rendered(actions.prepare(request, seen.last())));
    return Digests.plan(id, seen.inputs(), isStable ? rendered : List.of());
  }

  private static List<String> rendered(Release release) {
    List<String> rendered = new ArrayList<>();
    rendered.add(release.manifest());
    release.hooks().forEach(run -> rendered.add(run.hook().manifest()));
    return rendered;
  }

  /** What may be there now: of the deployed revision, and of what failed since. */
  private List<KubeObject> past(List<Release> history) {
    List<KubeObject> objects = new ArrayList<>();
    Set<KubeObject.Id> known = new HashSet<>();
    for (int i = history.size() - 1; i >= 0; i--) {
      Release revision = history.get(i);
      if (revision.status() != ReleaseStatus.UNINSTALLED) {
        objects(revision).stream().filter(object -> known.add(object.id())).forEach(objects::add);
      }
      if (revision.status() == ReleaseStatus.DEPLOYED) {
        break;
      }
    }
    return objects;
  }

  /** What the cluster does not serve cannot be there. */
  List<KubeObject> objects(Release release) {
    return KubeObject.parseAll(release.manifest()).stream()
        .flatMap(object -> cluster.placedAsServed(object, release.namespace()).stream())
        .toList();
  }

  /** Those that are there and would go. */
  List<KubeObject.Id> existing(List<KubeObject> objects) {
    return cluster
        .each(
            objects.stream().filter(object -> !object.isKept()).toList(),
            object -> cluster.get(object).filter(live -> !live.isKept()).map(live -> object.id()))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }
}
