package io.autohelm.engine.release;

import io.autohelm.engine.manifest.Hook;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A hook of a release with its last run.
 *
 * @param startedAt null where it never ran
 * @param phase Helm's words: empty (never ran), Unknown, Running, Succeeded, Failed
 */
public record HookRun(
    Hook hook,
    @Nullable OffsetDateTime startedAt,
    @Nullable OffsetDateTime completedAt,
    String phase) {
  public static HookRun never(Hook hook) {
    return new HookRun(hook, null, null, "");
  }

  public HookRun started(OffsetDateTime now) {
    return new HookRun(hook, now, null, "Running");
  }

  public HookRun ended(OffsetDateTime now, boolean succeeded) {
    return new HookRun(hook, startedAt, now, succeeded ? "Succeeded" : "Failed");
  }
}
