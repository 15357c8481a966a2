package io.autohelm.engine.action;

import io.autohelm.engine.manifest.Hook;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tests of a release that have run. Their Pods are still there, so that their output can be had;
 * {@link #close} removes what their delete policies say. For one thread.
 */
public final class TestRun implements AutoCloseable {
  private final Cluster cluster;
  private final Release release;
  private final TestFilter filter;
  private final @Nullable ActionException failure;
  private final Runnable cleanup;

  private TestRun(
      Cluster cluster,
      Release release,
      TestFilter filter,
      @Nullable ActionException failure,
      Runnable cleanup) {
    this.cluster = cluster;
    this.release = release;
    this.filter = filter;
    this.failure = failure;
    this.cleanup = cleanup;
  }

  static TestRun of(
      ActionContext context,
      String namespace,
      String name,
      TestFilter filter,
      ActionPolicy policy) {
    if (ReleaseName.problem(name).isPresent()) {
      throw new ActionException("releaseTest: Release name is invalid: " + name);
    }
    Release last =
        context
            .store()
            .last(namespace, name)
            .orElseThrow(() -> new ActionException("release: not found"));
    boolean serverSide = last.applyMethod().equals(Release.SERVER_SIDE_APPLY);
    Journal journal = new Journal(context.store(), reordered(last, filter));
    HookRunner.Ended ended =
        new HookRunner(context, policy, serverSide).start(journal, HookEvent.TEST, filter::allows);
    ActionException failure =
        ended.failure() == null
            ? null
            : new ActionException(String.valueOf(ended.failure().getMessage()), ended.failure());
    try {
      journal.record(journal.current());
    } catch (ClusterException | ReleaseException e) {
      if (failure == null) {
        throw e;
      }
      failure.addSuppressed(e);
    }
    return new TestRun(context.cluster(), journal.current(), filter, failure, ended.cleanup());
  }

  /** Hooks that do not run come first, as Helm records them. */
  private static Release reordered(Release release, TestFilter filter) {
    List<HookRun> hooks = new ArrayList<>();
    release.hooks().stream().filter(run -> !filter.allows(run.hook())).forEach(hooks::add);
    release.hooks().stream().filter(run -> filter.allows(run.hook())).forEach(hooks::add);
    return release.withHooks(hooks);
  }

  /** The newest revision, with what is recorded of its tests. */
  public Release release() {
    return release;
  }

  /** Why a test failed; empty where all that ran have succeeded. */
  public Optional<ActionException> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * What the containers of the tests that are Pods have printed, by the weights of the tests.
   *
   * @param log takes the output, container by container
   * @throws ClusterException when some could not be had; the others were given
   */
  public void logs(Consumer<PodLog> log) {
    List<Hook> tests =
        release.hooks().stream()
            .map(HookRun::hook)
            .filter(hook -> hook.events().contains(HookEvent.TEST))
            .filter(hook -> hook.kind().equals("Pod") && filter.allows(hook))
            .sorted(Comparator.comparingInt(Hook::weight).thenComparing(Hook::name))
            .toList();
    for (Hook test : tests) {
      for (KubeObject object : KubeObject.parseAll(test.manifest())) {
        cluster.logs(cluster.placed(object, release.namespace()), true).forEach(log);
      }
    }
  }

  /**
   * Removes the tests' objects as their policies say.
   *
   * @throws ClusterException when that fails
   */
  @Override
  public void close() {
    cleanup.run();
  }
}
