package io.autohelm.engine.action;

import io.autohelm.engine.manifest.Hook;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the hooks of one event: by weight, each awaited, its run recorded; when all are over or one
 * has failed, they are removed by their policies.
 */
final class HookRunner {
  private static final String CRD = "CustomResourceDefinition";

  private final ActionContext context;
  private final Cluster cluster;
  private final ActionPolicy policy;
  private final boolean serverSide;

  HookRunner(ActionContext context, ActionPolicy policy, boolean serverSide) {
    this.context = context;
    this.cluster = context.cluster();
    this.policy = policy;
    this.serverSide = serverSide;
  }

  /**
   * What is left after the hooks have run.
   *
   * @param failure of the hook that failed; null where none did
   * @param cleanup removes what the policies say; may throw ActionException or ClusterException
   */
  record Ended(@Nullable RuntimeException failure, Runnable cleanup) {}

  /**
   * Runs the hooks of an event and removes what they leave.
   *
   * @throws ActionException or ClusterException when one fails; the ones before it have run, and
   *     the journal says how far they came
   */
  void run(Journal journal, HookEvent event) {
    if (!policy.hooks()) {
      return;
    }
    Ended ended = start(journal, event, hook -> true);
    ended.cleanup.run();
    if (ended.failure != null) {
      throw ended.failure;
    }
  }

  /** Runs those of the event's hooks that are wanted, and leaves what they leave. */
  Ended start(Journal journal, HookEvent event, Predicate<Hook> wanted) {
    List<Integer> done = new ArrayList<>();
    for (int index : due(journal.current(), event, wanted)) {
      Hook hook = journal.current().hooks().get(index).hook().withDeletePolicy();
      List<KubeObject> objects;
      try {
        if (hook.isDeletedBy(Hook.BEFORE_CREATION)) {
          // Even where nothing else is awaited: what is going cannot be made.
          cluster.awaitGone(remove(journal, hook, Hook.BEFORE_CREATION), Waiting.patience(policy));
        }
        objects = objects(journal.current(), hook);
      } catch (ClusterException e) {
        return new Ended(e, () -> {});
      }
      HookRun run = HookRun.never(hook).started(context.now());
      journal.record(with(journal.current(), index, run));
      List<KubeObject> made;
      try {
        made = objects.stream().map(this::make).toList();
      } catch (ClusterException e) {
        note(journal, index, run, false);
        return new Ended(
            new ActionException(
                "warning: Hook " + event + " " + hook.path() + " failed: " + e.getMessage(), e),
            () -> {});
      }
      try {
        made.forEach(object -> cluster.awaitHook(object, Waiting.patience(policy)));
      } catch (ClusterException e) {
        note(journal, index, run, false);
        showLogs(journal.current(), hook, Hook.FAILED);
        return new Ended(e, () -> cleanAfterFailure(journal, hook, done));
      }
      note(journal, index, run, true);
      done.add(index);
    }
    return new Ended(null, () -> cleanAfterSuccess(journal, done));
  }

  private static List<Integer> due(Release release, HookEvent event, Predicate<Hook> wanted) {
    return IntStream.range(0, release.hooks().size())
        .filter(i -> release.hooks().get(i).hook().events().contains(event))
        .filter(i -> wanted.test(release.hooks().get(i).hook()))
        .boxed()
        .sorted(
            Comparator.comparingInt((Integer i) -> release.hooks().get(i).hook().weight())
                .thenComparing(i -> release.hooks().get(i).hook().name()))
        .toList();
  }

  private KubeObject make(KubeObject object) {
    if (!serverSide) {
      return cluster.create(object);
    }
    return cluster.apply(
        object, policy.forceConflicts() ? Cluster.ApplyMode.FORCE : Cluster.ApplyMode.POLITE);
  }

  private void note(Journal journal, int index, HookRun run, boolean succeeded) {
    journal.note(with(journal.current(), index, run.ended(context.now(), succeeded)));
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

  private void cleanAfterSuccess(Journal journal, List<Integer> done) {
    for (int i = done.size() - 1; i >= 0; i--) {
      Hook hook = journal.current().hooks().get(done.get(i)).hook();
      showLogs(journal.current(), hook, Hook.SUCCEEDED);
      Waiting.gone(cluster, remove(journal, hook, Hook.SUCCEEDED), policy);
    }
  }

  /** The hook's own failure is what the user must learn, not that its remains cannot be removed. */
  private void cleanAfterFailure(Journal journal, Hook failed, List<Integer> done) {
    try {
      Waiting.gone(cluster, remove(journal, failed, Hook.FAILED), policy);
    } catch (ClusterException e) {
      warn("error deleting the hook resource on hook failure", e);
    }
    try {
      for (int index : done) {
        Hook hook = journal.current().hooks().get(index).hook();
        Waiting.gone(cluster, remove(journal, hook, Hook.SUCCEEDED), policy);
      }
    } catch (ClusterException e) {
      warn("error deleting the hook resource on hook failure", e);
    }
  }

  /** Deletes a hook's objects where its policies say so; gives those that were there. */
  private List<KubeObject> remove(Journal journal, Hook hook, String reason) {
    // A CRD is never removed: every object of its kind would go with it.
    if (hook.kind().equals(CRD) || !hook.isDeletedBy(reason)) {
      return List.of();
    }
    return ReleaseObjects.past(
            cluster, KubeObject.parseAll(hook.manifest()), journal.current().namespace())
        .stream()
        .filter(cluster::delete)
        .toList();
  }

  private void showLogs(Release release, Hook hook, String outcome) {
    if (!hook.outputLogPolicies().contains(outcome)) {
      return;
    }
    try {
      for (KubeObject object : objects(release, hook)) {
        cluster.logs(object, false).forEach(context.listener()::hookLog);
      }
    } catch (ClusterException e) {
      warn("error outputting logs for hook failure", e);
    }
  }

  private void warn(String what, ClusterException cause) {
    context.listener().warning(what + ": " + cause.getMessage(), Map.of());
  }
}
