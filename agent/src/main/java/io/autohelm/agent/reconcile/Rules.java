package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.schedule.Windows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the agent's configuration says of when and with whose consent releases are acted on,
 * whatever their declarations say.
 *
 * @param windows for releases of all sources
 * @param sources more for the sources of these names
 * @param guard what may be deleted without asking
 */
public record Rules(List<WindowRule> windows, Map<String, SourceRules> sources, Limits guard) {
  /** Everything at any time. */
  public static final Rules NONE = new Rules(List.of(), Map.of(), Limits.NONE);

  /**
   * The rules of one source.
   *
   * @param windows when its releases may be changed
   * @param guard what may be deleted without asking; null where the agent's guard says it
   * @param approval whether only plans that somebody agreed to are carried out
   */
  public record SourceRules(Windows windows, @Nullable Limits guard, boolean approval) {
    public static final SourceRules NONE = new SourceRules(Windows.NONE, null, false);
  }

  public Rules {
    windows = List.copyOf(windows);
    sources = Map.copyOf(new LinkedHashMap<>(sources));
  }

  SourceRules of(String source) {
    return sources.getOrDefault(source, SourceRules.NONE);
  }

  /**
   * The windows that count for a release: the agent's, the source's and its own.
   *
   * @param desired null where its declaration is not known
   */
  List<Windows> windows(ReleaseId id, String source, @Nullable DesiredRelease desired) {
    Windows general =
        new Windows(
            windows.stream().filter(rule -> rule.selects(id)).map(WindowRule::window).toList());
    return List.of(
        general, of(source).windows(), desired == null ? Windows.NONE : desired.terms().windows());
  }

  /** What may be deleted of a source without asking. */
  Limits limits(String source) {
    Limits own = of(source).guard();
    return own == null ? guard : own;
  }

  /**
   * To what somebody must agree.
   *
   * @param desired null where its declaration is not known
   * @param given tells whether somebody agreed to what bears a digest
   */
  Consents consents(String source, @Nullable DesiredRelease desired, Predicate<String> given) {
    boolean isApproval = of(source).approval() || (desired != null && desired.terms().approval());
    String approved = desired == null ? "" : desired.terms().approvedPlan();
    return new Consents(
        limits(source), isApproval, digest -> digest.equals(approved) || given.test(digest));
  }
}
