package io.autohelm.engine.action;

import io.autohelm.engine.manifest.Hook;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs the hooks of one event: by weight, each awaited, removed by its policies, its run recorded.
 */
final class HookRunner {
  private final Cluster cluster;
  private final ReleaseStore store;
  private final Clock clock;

  HookRunner(Cluster cluster, ReleaseStore store, Clock clock) {
    this.cluster = cluster;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Runs the hooks of {@code event}; gives the release with their runs.
   *
   * @throws ActionException when one fails; the ones before it have run
   */
  Release run(Release release, HookEvent event, Duration timeout) {
    List<Integer> due =
        IntStream.range(0, release.hooks().size())
            .filter(i -> release.hooks().get(i).hook().events().contains(event))
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer i) -> release.hooks().get(i).hook().weight())
                    .thenComparing(i -> release.hooks().get(i).hook().name()))
            .toList();
    Release current = release;
    List<Hook> done = new ArrayList<>();
    for (int index : due) {
      HookRun run = current.hooks().get(index).started(clock.instant());
      Hook hook = run.hook();
      remove(current, hook, Hook.BEFORE_CREATION, timeout);
      current = with(current, index, run);
      store.update(current);
      try {
        for (KubeObject object : objects(current, hook)) {
          KubeObject applied = cluster.apply(object, Cluster.ApplyMode.FORCE);
          cluster.awaitHook(applied, timeout);
        }
      } catch (ClusterException e) {
        store.update(with(current, index, run.ended(clock.instant(), false)));
        removeQuietly(current, hook, Hook.FAILED, timeout);
        for (Hook earlier : done) {
          removeQuietly(current, earlier, Hook.SUCCEEDED, timeout);
        }
        throw new ActionException(
            "hook " + event + " " + hook.path() + " failed: " + e.getMessage(), e);
      }
      current = with(current, index, run.ended(clock.instant(), true));
      done.add(hook);
    }
    for (int i = done.size() - 1; i >= 0; i--) {
      remove(current, done.get(i), Hook.SUCCEEDED, timeout);
    }
    return current;
  }

  private static Release with(Release release, int index, HookRun run) {
    List<HookRun> hooks = new ArrayList<>(release.hooks());
    hooks.set(index, run);
    return release.withHooks(hooks);
  }

  private List<KubeObject> objects(Release release, Hook hook) {
    return KubeObject.parseAll(hook.manifest()).stream()
        .map(object -> cluster.placed(object, release.namespace()))
        .toList();
  }

  private void remove(Release release, Hook hook, String policy, Duration timeout) {
    // A CRD is never removed: every object of its kind would go with it.
    if (hook.kind().equals("CustomResourceDefinition") || !hook.isDeletedBy(policy)) {
      return;
    }
    List<KubeObject> gone = objects(release, hook).stream().filter(cluster::delete).toList();
    cluster.awaitGone(gone, timeout);
  }

  /**
   * The hook's own failure is what the user must learn, not that its remains could not be removed.
   */
  private void removeQuietly(Release release, Hook hook, String policy, Duration timeout) {
    try {
      remove(release, hook, policy, timeout);
    } catch (ClusterException e) {
      // The remains go before the hook runs the next time.
    }
  }
}
