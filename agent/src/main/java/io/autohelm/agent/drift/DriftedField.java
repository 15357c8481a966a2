package io.autohelm.agent.drift;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A field that is not as its release has it, and who holds it now.
 *
 * @param path a JSON pointer
 * @param by the field manager; empty where nobody holds the field, for example because it was
 *     removed
 * @param operation {@code Apply} or {@code Update}; empty with {@code by}
 * @param time when that manager last changed what it holds; null where it is not known
 * @param live the value that it has, as JSON, what is secret hidden; null where it has none
 * @param wanted the value that the release has for it, likewise
 */
public record DriftedField(
    String path,
    String by,
    String operation,
    @Nullable Instant time,
    @Nullable String live,
    @Nullable String wanted) {

  /** A field whose values are not told. */
  public DriftedField(String path, String by, String operation, @Nullable Instant time) {
    this(path, by, operation, time, null, null);
  }

  /** A field of which nobody knows who changed it. */
  public static DriftedField unclaimed(String path) {
    return new DriftedField(path, "", "", null);
  }

  DriftedField withValues(@Nullable String now, @Nullable String release) {
    return new DriftedField(path, by, operation, time, now, release);
  }

  DriftedField redacted(UnaryOperator<String> shown) {
    return withValues(
        live == null ? null : shown.apply(live), wanted == null ? null : shown.apply(wanted));
  }

  /** Without the values, which belong into no log. */
  @Override
  public String toString() {
    return by.isEmpty()
        ? path
        : path + " (" + by + ", " + operation + (time == null ? "" : ", " + time) + ")";
  }
}
