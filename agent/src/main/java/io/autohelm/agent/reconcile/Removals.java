package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.LockHolder;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes away what left its source: uninstalls it, lets it alone, or waits for who carries it on.
 */
record Removals(
    Actions actions,
    ReleaseLocks locks,
    ReleaseStore store,
    Cluster cluster,
    Watchlist watchlist,
    Clock clock) {
  /** On records of releases that are let alone when their declaration goes. */
  private static final String LABEL = "autohelm.io/deletion";

  private static final String ORPHAN = "orphan";

  /** Does what was decided, and tells what came of it. */
  Report remove(Removal removal) {
    ReleaseId id = removal.id();
    if (!removal.decision().step().isAction()) {
      return held(removal, removal.decision());
    }
    String error = null;
    String failure = "";
    String outcome = Report.ReleaseRemoved.UNINSTALLED;
    watchlist.remove(id);
    try {
      if (removal.carriedOn() != null) {
        return carriedOn(removal, removal.carriedOn());
      }
      try (Hold hold = new Hold(actions, locks, id)) {
        Optional<LockHolder> other = hold.take();
        if (other.isPresent()) {
          error = Decider.busy(other.get()).reason();
          failure = FailureKind.BUSY;
        } else if (isOrphan(removal)) {
          outcome = "let alone as declared";
          letAlone(hold.actions(), id);
        } else {
          Decision decision = uninstalled(removal, hold.actions());
          if (!decision.step().isAction()) {
            return held(removal, decision);
          }
        }
      }
    } catch (ActionException | ClusterException | ReleaseException | ManifestException e) {
      error = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      failure = FailureKind.of(e);
    }
    return new Report.ReleaseRemoved(
        id, removal.source(), error, clock.instant(), outcome, failure);
  }

  private Report held(Removal removal, Decision decision) {
    return new Report.ReleaseHeld(
        removal.id(), removal.source(), decision.step(), decision.reason(), clock.instant());
  }

  private Report carriedOn(Removal removal, ReleaseId by) {
    ReleaseId id = removal.id();
    return store.index(id.namespace(), id.name()).isEmpty()
        ? new Report.ReleaseRemoved(
            id, removal.source(), null, clock.instant(), "carried on as " + by, "")
        : held(removal, Decision.of(Decision.Step.MOVE, "waits until it is carried on as " + by));
  }

  private Decision uninstalled(Removal removal, Actions held) {
    ReleaseId id = removal.id();
    DesiredRelease declared = removal.declared();
    Decision decision =
        new Prospects(actions, cluster)
            .removing(held.history(id.namespace(), id.name()), id, removal.consents());
    if (decision.step().isAction()) {
      held.uninstall(
          id.namespace(),
          id.name(),
          declared == null
              ? ActionPolicy.STANDARD
              : Policies.of(declared, declared.tactics().uninstall()).build());
    }
    return decision;
  }

  private boolean isOrphan(Removal removal) {
    ReleaseId id = removal.id();
    DesiredRelease declared = removal.declared();
    return declared == null
        ? store.last(id.namespace(), id.name()).filter(Removals::isMarked).isPresent()
        : declared.terms().orphan();
  }

  /** From now on it is nobody's, like one that Helm installed. */
  private static void letAlone(Actions held, ReleaseId id) {
    List<Release> history = held.history(id.namespace(), id.name());
    if (!history.isEmpty()) {
      Release last = history.get(history.size() - 1);
      Map<String, String> labels = new TreeMap<>(last.labels());
      Inputs.forget(labels);
      labels.remove(Inputs.SOURCE_LABEL);
      labels.remove(LABEL);
      held.relabel(last, labels);
    }
  }

  /** Whether the release stays when its declaration goes. */
  static boolean isMarked(Release release) {
    return ORPHAN.equals(release.labels().get(LABEL));
  }

  /** Adds what tells the next process what becomes of the release when its declaration goes. */
  static Map<String, String> marked(Map<String, String> labels, DesiredRelease desired) {
    Map<String, String> marked = new TreeMap<>(labels);
    marked.remove(LABEL);
    if (desired.terms().orphan()) {
      marked.put(LABEL, ORPHAN);
    }
    return marked;
  }

  /** Notes on the newest record what is declared, where it says something else. */
  void mark(DesiredRelease desired, Hold hold, Optional<Release> last) {
    boolean isWrong =
        last.isPresent()
            && last.get().status() == ReleaseStatus.DEPLOYED
            && isMarked(last.get()) != desired.terms().orphan();
    if (isWrong && (hold.isHeld() || hold.take().isEmpty()) && hold.isNewest(last)) {
      hold.actions().relabel(last.orElseThrow(), marked(last.orElseThrow().labels(), desired));
    }
  }
}
