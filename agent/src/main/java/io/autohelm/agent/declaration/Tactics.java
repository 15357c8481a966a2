package io.autohelm.agent.declaration;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a release is installed, upgraded, tested, rolled back and uninstalled, and what is done when
 * that fails. The names and meanings are those of Flux's HelmRelease.
 */
public record Tactics(
    Means install,
    Means upgrade,
    Means rollback,
    Means uninstall,
    Tests test,
    Remedy afterInstall,
    Remedy afterUpgrade) {

  /** What holds where a declaration says nothing. */
  public static final Tactics STANDARD = of(true);

  /**
   * The standard ones.
   *
   * @param await whether objects are waited for
   */
  public static Tactics of(boolean await) {
    Means means = Means.of(await);
    return new Tactics(means, means, means, means, Tests.NONE, Remedy.RETRY, Remedy.RETRY);
  }

  /** What becomes of the CRDs of a chart's {@code crds/}. */
  public enum Crds {
    /** An installation makes the missing ones, an upgrade leaves them alone. */
    STANDARD,
    SKIP,
    CREATE,
    CREATE_REPLACE
  }

  /** By whom objects are merged. */
  public enum Apply {
    ENABLED,
    DISABLED,
    AUTO
  }

  /** What becomes of the objects that belong to a deleted one. */
  public enum Propagation {
    BACKGROUND,
    FOREGROUND,
    ORPHAN
  }

  /**
   * The options of one action.
   *
   * @param timeout of each wait; null for the release's own
   * @param forceCrds whether CRDs are changed although objects could be lost or refused
   * @param force whether objects are replaced as a whole
   * @param preserveValues whether the values of the last revision stay below the declared ones
   */
  public record Means(
      @Nullable Duration timeout,
      boolean await,
      boolean awaitJobs,
      boolean hooks,
      Crds crds,
      boolean forceCrds,
      boolean schema,
      boolean takeOwnership,
      boolean force,
      boolean cleanupOnFail,
      boolean preserveValues,
      boolean keepHistory,
      Apply serverSide,
      Propagation propagation) {
    static Means of(boolean await) {
      return new Means(
          null,
          await,
          false,
          true,
          Crds.STANDARD,
          false,
          true,
          false,
          false,
          false,
          false,
          false,
          Apply.ENABLED,
          Propagation.BACKGROUND);
    }
  }

  /**
   * The tests of a release, as a gate that each new revision must pass.
   *
   * @param filters as {@code helm test --filter} reads them
   */
  public record Tests(
      boolean enabled, boolean ignoreFailures, @Nullable Duration timeout, List<String> filters) {
    public static final Tests NONE = new Tests(false, false, null, List.of());

    public Tests {
      filters = List.copyOf(filters);
    }
  }

  /**
   * What is done about a failure.
   *
   * @param isRetried whether the action is tried again and again, and nothing is undone
   * @param interval between tries; null doubles it from ten seconds to ten minutes
   * @param retries how often it is tried again after it was undone; -1 for ever
   * @param undoLast whether the last failure is undone too
   * @param ignoreTests whether a failed test undoes nothing
   * @param byUninstall whether a failed upgrade is undone by uninstalling, not by a rollback
   */
  public record Remedy(
      boolean isRetried,
      @Nullable Duration interval,
      int retries,
      boolean undoLast,
      boolean ignoreTests,
      boolean byUninstall) {
    /** Tried again for ever, with longer and longer pauses. */
    public static final Remedy RETRY = new Remedy(true, null, -1, false, false, false);
  }
}
