package io.autohelm.engine.kube;

import io.autohelm.engine.action.Cancel;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.health.FailureReason;
import io.autohelm.engine.health.ObjectStatus;
import io.autohelm.engine.health.Trouble;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One wait for some objects. What was given back by an apply is judged as it is; only for kinds
 * with an object that is not there yet a watch is opened, from the version in which it was applied.
 * While it lasts, the {@link Diagnosis} looks for the reason.
 */
final class ObjectWait {
  /** Most waits end sooner: then nobody needs to look for reasons. */
  private static final Duration DIAGNOSIS_AFTER = Duration.ofSeconds(1);

  private static final Duration DIAGNOSIS_EVERY = Duration.ofSeconds(1);

  private final KubeHttp http;
  private final Discovery discovery;
  private final KubeWatches watches;
  private final Clock clock;
  private final WaitGoal goal;
  private final Patience patience;
  private final List<Awaited> all = new ArrayList<>();
  private final List<ObjectFeed> feeds = new ArrayList<>();
  private final Diagnosis diagnosis;
  private final long begun = System.nanoTime();

  /** Why what is awaited cannot be looked at; null while it can. */
  private volatile @Nullable ClusterException refusal;

  /** An object that is awaited, and what was seen of it last. */
  private static final class Awaited {
    final KubeObject given;
    @Nullable KubeObject live;
    ObjectStatus status = new ObjectStatus(ObjectStatus.State.UNKNOWN, "was not looked at yet");
    boolean isSeen;

    Awaited(KubeObject given) {
      this.given = given;
    }
  }

  ObjectWait(
      KubeHttp http,
      Discovery discovery,
      KubeWatches watches,
      Clock clock,
      WaitGoal goal,
      Patience patience) {
    this.http = http;
    this.discovery = discovery;
    this.watches = watches;
    this.clock = clock;
    this.goal = goal;
    this.patience = patience;
    this.diagnosis = new Diagnosis(http, discovery, watches, clock, patience.failFast());
  }

  /**
   * Waits.
   *
   * @throws ClusterException when it came to nothing
   */
  void run(List<KubeObject> objects) {
    for (KubeObject object : objects) {
      if (!isPaused(object)) {
        begin(object);
      }
    }
    open();
    if (feeds.isEmpty() && isReached()) {
      return;
    }
    Thread diagnosing = new Thread(this::diagnose, "wait-diagnosis");
    diagnosing.setDaemon(true);
    Cancel.Registration registration = patience.cancel().onCancel(this::wake);
    try {
      if (goal != WaitGoal.GONE) {
        diagnosing.start();
      }
      Outcome outcome = awaited();
      diagnosing.interrupt();
      if (outcome != Outcome.REACHED) {
        throw told(outcome);
      }
    } finally {
      registration.close();
      diagnosing.interrupt();
      feeds.forEach(ObjectFeed::close);
      diagnosis.close();
    }
  }

  /** Helm does not wait for a Deployment that is paused: its controller does nothing. */
  private boolean isPaused(KubeObject object) {
    return (goal == WaitGoal.READY || goal == WaitGoal.READY_WITH_JOBS)
        && object.kind().equals("Deployment")
        && object.tree().get("spec") instanceof Map<?, ?> spec
        && Boolean.TRUE.equals(spec.get("paused"));
  }

  private void begin(KubeObject object) {
    Awaited awaited = new Awaited(object);
    all.add(awaited);
    if (goal != WaitGoal.GONE && ObjectFeed.version(object) >= 0) {
      take(awaited, Optional.of(object));
    } else if (goal == WaitGoal.RUN && !isRun(object)) {
      take(awaited, Optional.of(object));
    }
  }

  private static boolean isRun(KubeObject object) {
    return object.kind().equals("Job") || object.kind().equals("Pod");
  }

  /** A feed for each kind and namespace of which not everything is there. */
  private void open() {
    Map<ObjectWatches.Target, List<Awaited>> targets = new LinkedHashMap<>();
    for (Awaited awaited : all) {
      KubeObject object = awaited.given;
      targets
          .computeIfAbsent(
              new ObjectWatches.Target(object.apiVersion(), object.kind(), object.namespace()),
              target -> new ArrayList<>())
          .add(awaited);
    }
    targets.forEach(
        (target, members) -> {
          if (!members.stream().allMatch(awaited -> awaited.isSeen && awaited.status.isCurrent())) {
            Map<String, Awaited> byName = new LinkedHashMap<>();
            members.forEach(awaited -> byName.put(awaited.given.name(), awaited));
            feeds.add(
                new ObjectFeed(
                    http,
                    discovery,
                    watches,
                    target,
                    members.stream().map(awaited -> awaited.given).toList(),
                    goal == WaitGoal.GONE,
                    feedTo(byName)));
          }
        });
    feeds.forEach(ObjectFeed::start);
  }

  private ObjectFeed.Sink feedTo(Map<String, Awaited> byName) {
    return new ObjectFeed.Sink() {
      @Override
      public void seen(String name, Optional<KubeObject> live) {
        Awaited awaited = byName.get(name);
        if (awaited != null) {
          take(awaited, live);
        }
      }

      @Override
      public void deleted(KubeObject last) {
        Awaited awaited = byName.get(last.name());
        if (awaited != null) {
          takeDeleted(awaited, last);
        }
      }

      @Override
      public void refused(ClusterException reason) {
        refuse(reason);
      }
    };
  }

  private synchronized void refuse(ClusterException reason) {
    refusal = reason;
    notifyAll();
  }

  private synchronized void wake() {
    notifyAll();
  }

  private synchronized void take(Awaited awaited, Optional<KubeObject> live) {
    if (goal == WaitGoal.RUN && awaited.isSeen && hasEnded(awaited.status)) {
      return; // a hook that has run may go
    }
    if (live.isPresent() && isOlder(live.get(), awaited.live)) {
      return;
    }
    awaited.live = live.orElse(null);
    awaited.isSeen = true;
    awaited.status = goal.judge(live, clock.instant());
    notifyAll();
  }

  private synchronized void takeDeleted(Awaited awaited, KubeObject last) {
    if (goal == WaitGoal.RUN) {
      take(awaited, Optional.of(last));
      if (!hasEnded(awaited.status)) {
        awaited.status =
            new ObjectStatus(ObjectStatus.State.FAILED, "was deleted before it had ended");
        notifyAll();
      }
    } else {
      take(awaited, Optional.empty());
    }
  }

  private static boolean hasEnded(ObjectStatus status) {
    return status.isCurrent() || status.state() == ObjectStatus.State.FAILED;
  }

  /** A watch that began at an earlier version tells what is known already. */
  private static boolean isOlder(KubeObject seen, @Nullable KubeObject known) {
    if (known == null) {
      return false;
    }
    long before = ObjectFeed.version(known);
    return before >= 0 && ObjectFeed.version(seen) >= 0 && ObjectFeed.version(seen) < before;
  }

  private synchronized boolean isReached() {
    return all.stream().allMatch(awaited -> awaited.isSeen && awaited.status.isCurrent());
  }

  /** How a wait ends. */
  private enum Outcome {
    REACHED,
    FAILED,
    LATE,
    CANCELLED,
    REFUSED
  }

  private synchronized Outcome awaited() {
    long deadline = begun + patience.timeout().toNanos();
    while (!isReached()) {
      if (patience.cancel().why().isPresent()) {
        return Outcome.CANCELLED;
      }
      if (refusal != null) {
        return Outcome.REFUSED;
      }
      if (hopeless().isPresent()) {
        return Outcome.FAILED;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Outcome.LATE;
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException(
            ClusterException.Reason.CANCELLED, "interrupted while waiting", e);
      }
    }
    return Outcome.REACHED;
  }

  /** Not under the lock: the last look sends requests. */
  private ClusterException told(Outcome outcome) {
    if (outcome == Outcome.REFUSED && refusal != null) {
      return refusal;
    }
    if (outcome == Outcome.CANCELLED) {
      return new ClusterException(
          ClusterException.Reason.CANCELLED, patience.cancel().why().orElse("cancelled"));
    }
    Optional<Awaited> hopeless;
    List<KubeObject> lives;
    synchronized (this) {
      hopeless = hopeless();
      lives = lives(pending());
    }
    // A server that does not answer would only keep the message from coming in time.
    if (goal != WaitGoal.GONE && silence().isEmpty()) {
      diagnosis.look(lives, true);
    }
    synchronized (this) {
      return hopeless.isPresent() ? failed(hopeless.get()) : late();
    }
  }

  private List<Awaited> pending() {
    return all.stream().filter(awaited -> !awaited.isSeen || !awaited.status.isCurrent()).toList();
  }

  /** An object that says itself, or of which the diagnosis shows, that waiting is of no use. */
  private Optional<Awaited> hopeless() {
    return pending().stream()
        .filter(
            awaited ->
                (awaited.status.state() == ObjectStatus.State.FAILED && !mayRecover(awaited))
                    || diagnosis.definite(awaited.given.id()).isPresent())
        .findFirst();
  }

  private ClusterException failed(Awaited awaited) {
    return new ClusterException(
        ClusterException.Reason.FAILED,
        awaited.given.id() + " " + text(awaited) + others(awaited),
        reason(awaited));
  }

  /** What kstatus calls failed of a pod may pass: how long it may take is the policy's to say. */
  private boolean mayRecover(Awaited awaited) {
    return goal != WaitGoal.RUN && awaited.given.kind().equals("Pod");
  }

  private String others(Awaited first) {
    List<String> parts = new ArrayList<>();
    for (Awaited awaited : pending()) {
      if (awaited != first) {
        parts.add(awaited.given.id() + " (" + text(awaited) + ")");
      }
    }
    return parts.isEmpty() ? "" : "; not " + goal.word() + " either: " + String.join(", ", parts);
  }

  /** What its status says, and what the diagnosis adds to it. */
  private String text(Awaited awaited) {
    return diagnosis.text(awaited.given.id(), awaited.status.message());
  }

  private Optional<FailureReason> reason(Awaited awaited) {
    return diagnosis.trouble(awaited.given.id()).map(Trouble::reason);
  }

  private ClusterException late() {
    List<String> parts = new ArrayList<>();
    Optional<FailureReason> first = Optional.empty();
    for (Awaited awaited : pending()) {
      parts.add(awaited.given.id() + " (" + text(awaited) + ")");
      first = first.isPresent() ? first : reason(awaited);
    }
    String silence = silence();
    return new ClusterException(
        ClusterException.Reason.TIMEOUT,
        "not "
            + goal.word()
            + " within "
            + patience.timeout().toSeconds()
            + " s: "
            + String.join(", ", parts)
            + (silence.isEmpty() ? "" : "; the newest state is not known: " + silence),
        first);
  }

  private String silence() {
    return feeds.stream()
        .map(ObjectFeed::silence)
        .filter(why -> !why.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static List<KubeObject> lives(List<Awaited> pending) {
    List<KubeObject> lives = new ArrayList<>();
    for (Awaited awaited : pending) {
      KubeObject live = awaited.live;
      if (live != null) {
        lives.add(live);
      }
    }
    return lives;
  }

  /** The second thread: its requests must not keep the wait from seeing its end. */
  private void diagnose() {
    try {
      Thread.sleep(DIAGNOSIS_AFTER.toMillis());
      while (!Thread.currentThread().isInterrupted()) {
        List<KubeObject> lives;
        synchronized (this) {
          lives = lives(pending());
        }
        diagnosis.look(lives, false);
        wake();
        Thread.sleep(DIAGNOSIS_EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ClusterException e) {
      // Only an interruption comes here: the wait is over.
    }
  }
}
