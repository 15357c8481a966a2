package io.autohelm.engine.kube;

import io.autohelm.engine.health.ObjectStatus;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is waited for. */
enum WaitGoal {
  READY("ready"),
  READY_WITH_JOBS("ready"),
  GONE("gone"),
  /** A hook has run. */
  RUN("complete");

  private final String word;

  WaitGoal(String word) {
    this.word = word;
  }

  /** For messages: "not ready within 5 s". */
  String word() {
    return word;
  }

  /** Current is what has reached the goal. */
  ObjectStatus judge(Optional<KubeObject> live, Instant now) {
    if (this == GONE) {
      return live.map(WaitGoal::staying).orElse(new ObjectStatus(ObjectStatus.State.CURRENT, ""));
    }
    if (live.isEmpty()) {
      return ObjectStatus.ABSENT;
    }
    return switch (this) {
      case READY -> ObjectStatus.of(live.get(), now);
      case READY_WITH_JOBS -> ObjectStatus.withJobs(live.get(), now);
      default -> ObjectStatus.ofRun(live.get());
    };
  }

  private static ObjectStatus staying(KubeObject object) {
    String why =
        object.metadata().get("finalizers") instanceof List<?> finalizers && !finalizers.isEmpty()
            ? "still exists for its finalizers " + finalizers
            : "still exists";
    return new ObjectStatus(ObjectStatus.State.TERMINATING, why);
  }
}
