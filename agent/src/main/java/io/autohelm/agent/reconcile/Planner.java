package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.reconcile.PlannedRelease.Change;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedObject;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cancel;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.release.RevisionLabels;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The reconciler's road up to the decision, then a dry run in place of the action. */
public final class Planner {
  private final Actions actions;
  private final ReleaseStore store;
  private final Cluster cluster;
  private final Terms terms;
  private final DryObjects dry;
  private final Clock clock;

  /**
   * Under what circumstances is planned.
   *
   * @param source the name of the source in the agent; empty where it is not known
   * @param rules of the agent's configuration
   * @param orders what people said by commands
   * @param consents the digests that the source itself agrees to
   */
  public record Terms(String source, Rules rules, Orders orders, Set<String> consents) {
    public Terms {
      consents = Set.copyOf(consents);
    }

    private boolean isGiven(String digest) {
      return consents.contains(digest) || orders.consentsTo(digest);
    }
  }

  public Planner(Actions actions, ReleaseStore store, Cluster cluster, Terms terms, Clock clock) {
    this.actions = actions;
    this.store = store;
    this.cluster = cluster;
    this.terms = terms;
    this.dry = new DryObjects(actions, cluster);
    this.clock = clock;
  }

  /** What a sync would do with a declared release; nothing is changed. */
  public PlannedRelease plan(DesiredRelease desired, ChartSource charts) {
    ReleaseId id = desired.id();
    Chart chart = charts.chart(desired);
    Map<String, @Nullable Object> values = charts.values(desired);
    Inputs inputs = Inputs.of(chart, values, desired.postRenderers());
    List<Release> history = store.history(id.namespace(), id.name());
    Optional<Decision> moving = moving(desired);
    ReleaseId from = desired.terms().movedFrom();
    if (moving.isPresent() && from != null) {
      history = store.history(from.namespace(), from.name());
    }
    Seen blind = new Seen(desired, history, inputs, false, List.of(), List.of(), clock.instant());
    boolean isCurrent =
        moving.isEmpty()
            && blind.last().filter(last -> last.status() == ReleaseStatus.DEPLOYED).isPresent()
            && inputs.made(blind.last().orElseThrow());
    List<DriftedObject> drift =
        isCurrent && desired.drift() != DriftMode.OFF && !desired.suspended()
            ? new DriftCheck(cluster, new Footprints())
                .check(actions.objects(blind.last().orElseThrow()), desired.ignored())
            : List.of();
    Seen seen = new Seen(desired, history, inputs, false, List.of(), drift, clock.instant());
    Round round = round(desired, charts);
    Order rollback = round.clearance().rollback();
    Decision decision = HeldBack.over(moving.orElseGet(() -> Decider.decide(seen)), rollback, seen);
    ReleaseRequest request =
        Policies.request(terms.source(), "", chart, values, seen, new Cancel());
    List<Decision> waits = waits(round, decision, seen, request);
    Optional<Release> standing = standing(history);
    boolean isBack = decision.step() == Step.BRING_BACK;
    boolean isLeft = decision.step() == Step.SUSPEND || decision.step() == Step.HELD_BACK;
    if (isLeft || (isCurrent && !isBack)) {
      Release last = seen.last().orElse(null);
      List<PlannedObject> objects =
          decision.step() == Step.REAPPLY && last != null
              ? dry.corrections(actions.objects(last), drift, desired.ignored())
              : List.of();
      List<KubeObject> rendered = last == null ? List.of() : KubeObject.parseAll(last.manifest());
      return new PlannedRelease(
          id,
          decision,
          waits,
          "",
          standing.orElse(null),
          last,
          chart,
          objects,
          rendered,
          List.of());
    }
    if (isBack) {
      Release earlier = Prospects.earlier(rollback, history).orElse(null);
      List<PlannedObject> objects =
          earlier == null
              ? List.of()
              : dry.changes(
                  dry.target(earlier, Set.of()), standing.map(List::of).orElse(List.of()));
      return new PlannedRelease(
          id,
          decision,
          waits,
          "",
          standing.orElse(null),
          null,
          earlier == null ? null : earlier.chart(),
          objects,
          earlier == null ? List.of() : KubeObject.parseAll(earlier.manifest()),
          List.of());
    }
    DryCrds crds = DryCrds.of(cluster, chart, request.policy(), history.isEmpty());
    Release next = actions.prepare(request, moving.isPresent() ? Optional.empty() : seen.last());
    DryObjects.Target target = dry.target(next, crds.kinds());
    boolean isMaking = decision.step() == Step.INSTALL || decision.step() == Step.UPGRADE;
    return new PlannedRelease(
        id,
        decision,
        waits,
        isMaking ? new Prospects(actions, cluster).plan(id, seen, next, request) : "",
        standing.orElse(null),
        next,
        chart,
        dry.changes(target, standing.map(List::of).orElse(List.of())),
        KubeObject.parseAll(next.manifest()),
        crds.differing());
  }

  private Optional<Decision> moving(DesiredRelease desired) {
    ReleaseId from = desired.terms().movedFrom();
    return from == null
        ? Optional.empty()
        : Moving.decide(
            desired,
            store.index(desired.id().namespace(), desired.id().name()),
            store.index(from.namespace(), from.name()));
  }

  /** The round that the daemon would make of it. */
  private Round round(DesiredRelease desired, ChartSource charts) {
    Round plain = Round.of(desired, terms.source(), "", charts);
    return new Round(
        plain.desired(),
        plain.source(),
        plain.commit(),
        plain.charts(),
        plain.notReady(),
        plain.driftSince(),
        plain.scope(),
        clearance(desired.id(), desired),
        terms.rules().consents(terms.source(), desired, terms::isGiven));
  }

  /** What the daemon would wait for: all of it, not only the first. */
  private List<Decision> waits(Round round, Decision decision, Seen seen, ReleaseRequest request) {
    List<Decision> waits = new ArrayList<>();
    Decision cleared = round.clearance().over(decision, clock.instant(), true);
    if (!cleared.equals(decision)) {
      waits.add(cleared);
    }
    Decision agreed = new Prospects(actions, cluster).over(decision, round, seen, () -> request);
    if (!agreed.equals(decision)) {
      waits.add(agreed);
    }
    return waits;
  }

  private Clearance clearance(ReleaseId id, @Nullable DesiredRelease desired) {
    return new Clearance(
        terms.orders().suspension(id, terms.source()),
        terms.rules().windows(id, terms.source(), desired),
        "",
        terms.orders().find(Order.Kind.ROLLBACK, id.toString()).orElse(null));
  }

  private static Optional<Release> standing(List<Release> history) {
    return history.stream()
        .filter(revision -> revision.status() == ReleaseStatus.DEPLOYED)
        .reduce((a, b) -> b);
  }

  /**
   * What would become of the releases that the source declared once and does not declare any more.
   */
  public List<PlannedRelease> leaving(Declared declared) {
    SortedSet<ReleaseId> leaving = new TreeSet<>();
    for (RevisionLabels release : RevisionLabels.newest(store.index(""))) {
      if (terms.source().equals(release.labels().get(Inputs.SOURCE_LABEL))) {
        leaving.add(new ReleaseId(release.namespace(), release.name()));
      }
    }
    for (DesiredRelease release : declared.releases()) {
      leaving.remove(release.id());
      ReleaseId from = release.terms().movedFrom();
      if (from != null) {
        leaving.remove(from);
      }
    }
    Limits limits = terms.rules().limits(terms.source());
    SortedSet<ReleaseId> asked = new TreeSet<>();
    for (ReleaseId id : leaving) {
      if (!terms.isGiven(Digests.departure(terms.source(), List.of(id)))) {
        asked.add(id);
      }
    }
    Departure departure =
        new Departure(
            terms.source(), asked, declared.releases().size() + asked.size(), new TreeSet<>());
    Optional<Decision> frozen =
        departure
            .excess(limits)
            .filter(excess -> !terms.isGiven(departure.digest()))
            .map(excess -> Decision.of(Step.FROZEN, departure.told(excess)));
    List<PlannedRelease> planned = new ArrayList<>();
    for (ReleaseId id : leaving) {
      planned.add(leaving(id, frozen.filter(all -> asked.contains(id))));
    }
    return planned;
  }

  private PlannedRelease leaving(ReleaseId id, Optional<Decision> frozen) {
    List<Release> history = store.history(id.namespace(), id.name());
    Decision decision = Removal.of(id, terms.source(), null).decision();
    if (history.stream().reduce((a, b) -> b).filter(Removals::isMarked).isPresent()) {
      return left(
          id,
          Decision.of(Step.LEAVE, "left the source; let alone as declared"),
          List.of(),
          history);
    }
    List<Decision> waits = new ArrayList<>();
    frozen.ifPresent(waits::add);
    Decision cleared = clearance(id, null).over(decision, clock.instant(), true);
    if (!cleared.equals(decision)) {
      waits.add(cleared);
    }
    Consents consents = terms.rules().consents(terms.source(), null, terms::isGiven);
    Decision agreed = new Prospects(actions, cluster).removing(history, id, consents);
    if (!agreed.step().isAction()) {
      waits.add(agreed);
    }
    return left(id, decision, waits, history);
  }

  private PlannedRelease left(
      ReleaseId id, Decision decision, List<Decision> waits, List<Release> history) {
    Optional<Release> standing = standing(history);
    return new PlannedRelease(
        id,
        decision,
        waits,
        "",
        standing.orElse(null),
        null,
        null,
        decision.step().isAction()
            ? dry.removed(standing.map(List::of).orElse(List.of()), new HashSet<>())
            : List.of(),
        List.of(),
        List.of());
  }

  /** Tells whether an object would be there, and how. */
  static PlannedObject added(KubeObject object) {
    return new PlannedObject(Change.ADDED, null, object);
  }
}
