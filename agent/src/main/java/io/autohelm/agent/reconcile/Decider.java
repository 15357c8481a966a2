package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From what is seen to the one next step: a pure function, tested by a table. */
final class Decider {
  /** In the description of a revision whose writer died: the next attempt need not wait. */
  static final String INTERRUPTED = "Interrupted";

  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

  private Decider() {}

  static Decision decide(Seen seen) {
    if (seen.desired().suspended()) {
      return Decision.of(Step.SUSPEND, "suspended by its declaration");
    }
    Release last = seen.last().orElse(null);
    if (last != null && last.status().isPending()) {
      return locked(seen, last);
    }
    if (!seen.notReady().isEmpty() && needsAction(seen, last)) {
      String names =
          seen.notReady().stream().map(ReleaseId::toString).collect(Collectors.joining(", "));
      return Decision.of(Step.WAIT_FOR_DEPENDENCY, "waits for " + names);
    }
    if (last == null) {
      return Decision.of(Step.INSTALL, "not installed yet");
    }
    return switch (last.status()) {
      case FAILED -> failed(seen, last);
      case DEPLOYED -> deployed(seen, last);
      case UNINSTALLED, UNINSTALLING -> Decision.of(Step.UPGRADE, "was uninstalled by somebody");
      default -> Decision.of(Step.UPGRADE, "no revision is deployed");
    };
  }

  private static boolean needsAction(Seen seen, @Nullable Release last) {
    return last == null || last.status() != ReleaseStatus.DEPLOYED || !seen.inputs().made(last);
  }

  private static Decision locked(Seen seen, Release pending) {
    if (seen.isPendingOwn()) {
      return Decision.of(
          Step.TAKE_OVER,
          "revision "
              + pending.revision()
              + " was left "
              + pending.status()
              + " by an agent that is gone");
    }
    Instant since = pending.info().lastDeployed();
    Instant until = (since == null ? Instant.EPOCH : since).plus(seen.desired().timeout());
    if (seen.now().isBefore(until)) {
      return Decision.of(
          Step.WAIT_FOR_LOCK,
          "revision "
              + pending.revision()
              + " is "
              + pending.status()
              + " by somebody else; taken over after "
              + until);
    }
    return Decision.of(
        Step.TAKE_OVER,
        "revision " + pending.revision() + " has been " + pending.status() + " since " + since);
  }

  private static Decision failed(Seen seen, Release last) {
    if (!seen.inputs().made(last)) {
      return Decision.of(Step.UPGRADE, "the last revision failed, and its inputs have changed");
    }
    if (last.info().description().startsWith(INTERRUPTED)) {
      return Decision.of(Step.UPGRADE, "the last attempt was interrupted");
    }
    int failures = failures(seen.history(), seen.inputs());
    Duration pause = pause(failures);
    Instant ended = last.info().lastDeployed();
    Instant retry = (ended == null ? Instant.EPOCH : ended).plus(pause);
    String times = "failed " + failures + (failures == 1 ? " time" : " times");
    return seen.now().isBefore(retry)
        ? Decision.of(
            Step.WAIT_FOR_RETRY,
            times + "; tried again at " + retry + "; " + last.info().description())
        : Decision.of(Step.UPGRADE, times + "; tried again");
  }

  private static int failures(List<Release> history, Inputs inputs) {
    int failures = 0;
    for (int i = history.size() - 1; i >= 0; i--) {
      Release revision = history.get(i);
      if (revision.status() != ReleaseStatus.FAILED || !inputs.made(revision)) {
        break;
      }
      failures++;
    }
    return failures;
  }

  /** How long to wait after that many failures: doubling, up to ten minutes. */
  static Duration pause(int failures) {
    long factor = 1L << Math.min(20, Math.max(0, failures - 1));
    Duration pause = FIRST_RETRY.multipliedBy(factor);
    return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
  }

  private static Decision deployed(Seen seen, Release last) {
    if (!seen.inputs().made(last)) {
      return Decision.of(Step.UPGRADE, "chart or values have changed");
    }
    if (seen.drift().isEmpty()) {
      return Decision.of(Step.LEAVE, "in sync");
    }
    String what = seen.drift().size() + " objects differ from revision " + last.revision();
    return seen.desired().drift() == DriftMode.CORRECT
        ? Decision.of(Step.REAPPLY, what)
        : Decision.of(Step.LEAVE, what + "; only reported, as declared");
  }
}
