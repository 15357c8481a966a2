package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is so or not, in the words that Kubernetes has for it.
 *
 * @param type {@code Synced}, {@code Ready}, {@code Drifted} or {@code Suspended}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one word
 * @param message for people; may be empty
 * @param since since when it is so, as far as this process knows
 */
@JsonInclude
public record ConditionView(
    String type, String status, String reason, String message, Instant since) {
  private static final String YES = "True";
  private static final String NO = "False";

  static List<ConditionView> of(ReleaseView release) {
    List<ConditionView> all = new ArrayList<>();
    boolean isSynced =
        release.state().equals("deployed")
            && release.error() == null
            && !release.action().startsWith("wait-")
            && !release.action().equals("frozen");
    all.add(
        new ConditionView(
            "Synced",
            isSynced ? YES : NO,
            words(release.action()),
            release.error() == null ? release.reason() : release.error(),
            release.since()));
    ObjectsView objects = release.objects();
    boolean isReady = objects != null && objects.health().equals("ready");
    all.add(
        new ConditionView(
            "Ready",
            objects == null ? "Unknown" : isReady ? YES : NO,
            objects == null ? "NotSeenYet" : words(objects.health()),
            objects == null ? "" : objects.reason(),
            objects == null ? release.since() : objects.since()));
    Instant drifted = release.drift().since();
    all.add(
        new ConditionView(
            "Drifted",
            release.isDrifted() ? YES : NO,
            release.isDrifted() ? "Differs" : "AsDeclared",
            release.isDrifted() ? differing(release.drift().objects().size()) : "",
            drifted == null ? release.since() : drifted));
    boolean isSuspended = release.action().equals("suspend");
    all.add(
        new ConditionView(
            "Suspended",
            isSuspended ? YES : NO,
            isSuspended ? "Suspended" : "Active",
            isSuspended ? release.reason() : "",
            release.since()));
    return all;
  }

  private static String differing(int objects) {
    return objects == 1 ? "1 object differs" : objects + " objects differ";
  }

  /** {@code wait-for-lock} as {@code WaitForLock}. */
  private static String words(String text) {
    StringBuilder words = new StringBuilder();
    for (String word : text.split("-", -1)) {
      if (!word.isEmpty()) {
        words.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
    }
    return words.isEmpty() ? "None" : words.toString();
  }
}
