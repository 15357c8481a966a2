package io.autohelm.agent.drift;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A field that is not as its release has it, and who holds it now. Its value is never kept: it may
 * be secret.
 *
 * @param path a JSON pointer
 * @param by the field manager; empty where nobody holds the field, for example because it was
 *     removed
 * @param operation {@code Apply} or {@code Update}; empty with {@code by}
 * @param time when that manager last changed what it holds; null where it is not known
 */
public record DriftedField(String path, String by, String operation, @Nullable Instant time) {

  /** A field of which nobody knows who changed it. */
  public static DriftedField unclaimed(String path) {
    return new DriftedField(path, "", "", null);
  }

  @Override
  public String toString() {
    return by.isEmpty()
        ? path
        : path + " (" + by + ", " + operation + (time == null ? "" : ", " + time) + ")";
  }
}
