package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether somebody must agree to an action, and has: pure, tested by a table.
 *
 * @param limits what may be deleted without asking
 * @param isApproval whether only plans that somebody agreed to are carried out
 * @param given tells whether somebody agreed to what bears a digest
 */
record Consents(Limits limits, boolean isApproval, Predicate<String> given) {
  /** Everything may be done. */
  static final Consents ALL = new Consents(Limits.NONE, false, digest -> true);

  private static final int MOST_NAMED = 20;

  /**
   * What an action would come to.
   *
   * @param plan the digest of what the release would be made of
   * @param removed the objects that would go
   */
  record Prospect(ReleaseId id, String plan, List<KubeObject.Id> removed) {
    Prospect {
      removed = List.copyOf(removed);
    }
  }

  /** The decision, or to wait for somebody's consent in its place. */
  Decision over(Decision decision, Prospect prospect) {
    return over(decision, prospect, false);
  }

  /**
   * As {@link #over(Decision, Prospect)}.
   *
   * @param isWhole whether the release goes as a whole, so that the number of objects is no news
   */
  Decision over(Decision decision, Prospect prospect, boolean isWhole) {
    boolean isMaking = decision.step() == Step.INSTALL || decision.step() == Step.UPGRADE;
    if (isApproval && isMaking) {
      return given.test(prospect.plan())
          ? decision
          : Decision.of(
              Step.WAIT_FOR_APPROVAL,
              "waits for consent to plan "
                  + prospect.plan()
                  + " to "
                  + decision.step().text()
                  + ": "
                  + decision.reason()
                  + (prospect.removed().isEmpty()
                      ? ""
                      : "; it would remove " + named(prospect.removed())));
    }
    List<KubeObject.Id> precious = precious(prospect.removed());
    boolean isMany = !isWhole && prospect.removed().size() > limits.maxObjectDeletions();
    List<KubeObject.Id> asked = isMany ? prospect.removed() : precious;
    if (asked.isEmpty()) {
      return decision;
    }
    String digest = digest(prospect.id(), asked);
    return given.test(digest)
        ? decision
        : Decision.of(
            Step.WAIT_FOR_CONFIRMATION,
            "waits for consent to "
                + digest
                + ": to "
                + decision.step().text()
                + " would remove "
                + named(asked));
  }

  static String digest(ReleaseId id, List<KubeObject.Id> removed) {
    return Digests.removal(id, removed.stream().map(KubeObject.Id::toString).toList());
  }

  /** Those of kinds that are never deleted without asking. */
  List<KubeObject.Id> precious(List<KubeObject.Id> removed) {
    Set<String> kinds = limits.confirm();
    return removed.stream().filter(id -> kinds.contains(id.kind())).toList();
  }

  static String named(List<KubeObject.Id> objects) {
    return objects.stream()
            .limit(MOST_NAMED)
            .map(KubeObject.Id::toString)
            .collect(Collectors.joining(", "))
        + (objects.size() > MOST_NAMED ? " and " + (objects.size() - MOST_NAMED) + " others" : "");
  }
}
