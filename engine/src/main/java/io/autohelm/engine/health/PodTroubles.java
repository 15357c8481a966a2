package io.autohelm.engine.health;

import io.autohelm.engine.health.Fields.Condition;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a pod, by its status alone. */
final class PodTroubles {
  /** Registries and runtimes have many words for "there is none". */
  private static final Pattern MISSING =
      Pattern.compile(
          "not found|manifest unknown|does not exist|repository name not known|no such|"
              + "pull access denied|unauthorized|authentication required|denied|forbidden");

  private static final int LONGEST = 400;

  private final KubeObject pod;
  private final List<Trouble> found = new ArrayList<>();

  private PodTroubles(KubeObject pod) {
    this.pod = pod;
  }

  static List<Trouble> of(KubeObject pod) {
    return new PodTroubles(pod).look();
  }

  private List<Trouble> look() {
    String phase = Fields.text(pod, "", "status", "phase");
    if (pod.metadata().get("deletionTimestamp") != null || phase.equals("Succeeded")) {
      return List.of();
    }
    for (String list : List.of("initContainerStatuses", "containerStatuses")) {
      for (Map<String, @Nullable Object> status :
          Fields.tables(Fields.at(pod.tree(), "status", list))) {
        container(status, phase.equals("Failed"));
      }
    }
    if (phase.equals("Failed")) {
      failed();
    } else {
      unscheduled();
    }
    // What is definite says more than that something else is not ready, too.
    found.sort((one, other) -> Integer.compare(rank(one), rank(other)));
    return List.copyOf(found);
  }

  private static int rank(Trouble trouble) {
    return trouble.reason() == FailureReason.NOT_READY ? 1 : 0;
  }

  private void add(FailureReason reason, String container, long restarts, String text) {
    found.add(new Trouble(reason, pod.id(), container, restarts, text));
  }

  private void container(Map<String, @Nullable Object> status, boolean hasEnded) {
    String name = Fields.string(status, "name");
    long restarts = status.get("restartCount") instanceof Number number ? number.longValue() : 0;
    Map<String, @Nullable Object> state = Fields.table(status.get("state"));
    Map<String, @Nullable Object> waiting = Fields.table(state.get("waiting"));
    Map<String, @Nullable Object> ended = Fields.table(state.get("terminated"));
    Map<String, @Nullable Object> before =
        Fields.table(Fields.table(status.get("lastState")).get("terminated"));
    String message = shortened(Fields.string(waiting, "message"));
    String why = Fields.string(waiting, "reason");
    switch (why) {
      case "InvalidImageName" ->
          add(FailureReason.IMAGE_NAME, name, restarts, image(status) + " is not a valid name");
      case "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "RegistryUnavailable",
          "ImageInspectError",
          "SignatureValidationFailed" ->
          add(
              isMissing(why, message) ? FailureReason.IMAGE_MISSING : FailureReason.IMAGE_PULL,
              name,
              restarts,
              image(status) + " cannot be pulled: " + (message.isEmpty() ? why : message));
      case "CreateContainerConfigError" ->
          add(
              FailureReason.CONTAINER_CONFIG,
              name,
              restarts,
              "its configuration is incomplete: " + (message.isEmpty() ? why : message));
      case "CreateContainerError",
          "RunContainerError",
          "PreCreateHookError",
          "PreStartHookError",
          "PostStartHookError",
          "CreatePodSandboxError" ->
          add(
              FailureReason.CONTAINER_START,
              name,
              restarts,
              "cannot be started: " + (message.isEmpty() ? why : message));
      case "CrashLoopBackOff" ->
          add(FailureReason.CRASH_LOOP, name, restarts, crash(before, restarts));
      default -> {
        boolean isCrash = exitCode(ended) != 0;
        if (isCrash && hasEnded) {
          add(FailureReason.POD_FAILED, name, restarts, exit(ended));
        } else if (isCrash && restarts > 0) {
          add(FailureReason.CRASH_LOOP, name, restarts, crash(ended, restarts));
        } else if (state.containsKey("running") && isLate(status)) {
          add(
              FailureReason.NOT_READY,
              name,
              restarts,
              "runs but is not ready"
                  + (exitCode(before) == 0 ? "" : ", " + crash(before, restarts)));
        }
      }
    }
  }

  /** A container that runs and is neither ready nor an init container that does its work. */
  private static boolean isLate(Map<String, @Nullable Object> status) {
    return Boolean.FALSE.equals(status.get("ready"));
  }

  private static boolean isMissing(String why, String message) {
    return why.equals("ErrImageNeverPull")
        || MISSING.matcher(message.toLowerCase(Locale.ROOT)).find();
  }

  private static String image(Map<String, @Nullable Object> status) {
    return "image \"" + Fields.string(status, "image") + "\"";
  }

  private static long exitCode(Map<String, @Nullable Object> terminated) {
    return terminated.get("exitCode") instanceof Number code ? code.longValue() : 0;
  }

  private static String crash(Map<String, @Nullable Object> terminated, long restarts) {
    String times = restarts == 1 ? "once" : restarts + " times";
    return "crashes and was restarted "
        + times
        + (terminated.isEmpty() ? "" : ", the last time with " + exit(terminated));
  }

  private static String exit(Map<String, @Nullable Object> terminated) {
    String reason = Fields.string(terminated, "reason");
    String message = shortened(Fields.string(terminated, "message"));
    boolean isPlain = reason.isEmpty() || reason.equals("Error");
    return "exit code "
        + exitCode(terminated)
        + (isPlain ? "" : " (" + reason + ")")
        + (message.isEmpty() ? "" : ": " + message);
  }

  private void failed() {
    String reason = Fields.text(pod, "", "status", "reason");
    String message = shortened(Fields.text(pod, "", "status", "message"));
    if (reason.equals("DeadlineExceeded")) {
      found.add(
          0,
          Trouble.of(
              FailureReason.DEADLINE_EXCEEDED, pod, "was active for longer than its deadline"));
    } else if (found.isEmpty() || !reason.isEmpty()) {
      String text =
          reason.isEmpty() ? message : message.isEmpty() ? reason : reason + ": " + message;
      found.add(
          0,
          Trouble.of(FailureReason.POD_FAILED, pod, text.isEmpty() ? "failed" : "failed: " + text));
    }
  }

  private void unscheduled() {
    Condition condition = Fields.condition(pod, "PodScheduled", "False");
    if (condition == null || !condition.reason().equals("Unschedulable")) {
      return;
    }
    String message = shortened(condition.message());
    found.add(
        ObjectTroubles.isAboutClaim(message)
            ? Trouble.of(FailureReason.VOLUME_PENDING, pod, "waits for a volume: " + message)
            : Trouble.of(FailureReason.UNSCHEDULABLE, pod, "no node can take it: " + message));
  }

  static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
