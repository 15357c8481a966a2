package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ActionListener;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.PodLog;
import io.autohelm.engine.action.ReleaseLock;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.render.Renderer;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Actions as the command line does them, on a release that is locked meanwhile: warnings and the
 * output of hooks go to its errors.
 */
final class ActionRun implements AutoCloseable {
  /** As the agent calls itself: what one of them left pending the other may take over. */
  private static final String ACTOR = "autohelm";

  /** On records of releases that an agent makes: the source that declares them. */
  private static final String SOURCE = "autohelm.io/source";

  private final Actions actions;
  private final ReleaseLock lock;
  private final Interruption interruption;

  private ActionRun(Actions actions, ReleaseLock lock, String release) {
    this.actions = actions;
    this.lock = lock;
    this.interruption = new Interruption(release);
  }

  /**
   * Locks the release.
   *
   * @throws CommandException where somebody else acts on it, whom Helm's own words name
   */
  static ActionRun locked(
      KubeConnection connection, KubeOptions options, String namespace, String name) {
    if (ReleaseName.problem(name).isPresent()) {
      return dry(connection, options); // the action refuses the name in its own words
    }
    ReleaseLocks.Attempt attempt = connection.locks(ACTOR).take(namespace, name);
    if (attempt instanceof ReleaseLocks.Attempt.Busy busy) {
      throw new CommandException(
          1,
          "another operation (install/upgrade/rollback) is in progress: by "
              + busy.holder().name()
              + ", until "
              + busy.holder().until()
              + " at least");
    }
    ReleaseLock lock = ((ReleaseLocks.Attempt.Taken) attempt).lock();
    return new ActionRun(of(connection, options).under(lock), lock, name);
  }

  /** Without a lock, for what changes nothing. */
  static ActionRun dry(KubeConnection connection, KubeOptions options) {
    return new ActionRun(of(connection, options), ReleaseLock.FREE, "");
  }

  Actions actions() {
    return actions;
  }

  private ActionPolicy interruptible(ActionPolicy policy) {
    return policy.change().cancel(interruption.cancel()).build();
  }

  Release install(ReleaseRequest request) {
    return actions.install(request.with(interruptible(request.policy())));
  }

  /** Upgrades, also where a process that is gone left a revision pending. */
  Release upgrade(ReleaseRequest given) {
    ReleaseRequest request = given.with(interruptible(given.policy()));
    try {
      return actions.upgrade(request);
    } catch (ActionException e) {
      Optional<Release> left = left(request);
      if (left.isEmpty()) {
        throw e;
      }
      String why =
          "Interrupted: revision " + left.get().revision() + " was left " + left.get().status();
      HelmOutput.error(HelmLog.warn(why + " by a process that is gone") + "\n");
      actions.takeOver(left.get(), why);
      return actions.upgrade(request);
    }
  }

  /**
   * The pending revision of a writer that takes locks: it is gone where the lock is ours. Of Helm,
   * which takes none, nothing is known.
   */
  private Optional<Release> left(ReleaseRequest request) {
    List<Release> history = actions.history(request.namespace(), request.name());
    return lock.token().isEmpty() || history.isEmpty()
        ? Optional.empty()
        : Optional.of(history.get(history.size() - 1))
            .filter(release -> release.status().isPending() && actions.isOwn(release));
  }

  void rollback(String namespace, String name, int revision, ActionPolicy policy) {
    Release release = actions.rollback(namespace, name, revision, interruptible(policy));
    String source = release.labels().get(SOURCE);
    if (source != null && !policy.dryRun().isDry()) {
      HelmOutput.error(
          HelmLog.warn(
                  "an agent makes this release as declared again; autohelm revert has it stay as it is now",
                  "release",
                  name,
                  "source",
                  source)
              + "\n");
    }
  }

  @Override
  public void close() {
    lock.close();
    interruption.close();
  }

  private static Actions of(KubeConnection connection, KubeOptions options) {
    return new Actions(
        ShownWaits.on(connection.cluster(), connection.probe()),
        options.releases(connection),
        Renderer.standard(Clock.system(ZoneId.systemDefault()), HelmOutput::log),
        connection.lookup(),
        Clock.system(ZoneId.systemDefault()),
        ACTOR,
        new Listener());
  }

  private static final class Listener implements ActionListener {
    @Override
    public void warning(String message, Map<String, String> details) {
      HelmOutput.error(HelmLog.warn(message, attributes(details)) + "\n");
    }

    @Override
    public void error(String message, Map<String, String> details) {
      HelmOutput.error(HelmLog.error(message, attributes(details)) + "\n");
    }

    private static String[] attributes(Map<String, String> details) {
      return details.entrySet().stream()
          .flatMap(detail -> Stream.of(detail.getKey(), detail.getValue()))
          .toArray(String[]::new);
    }

    @Override
    public void hookLog(PodLog log) {
      HelmOutput.error(log.text());
    }
  }
}
