package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.engine.health.Health;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a release do, also long after they were deployed.
 *
 * @param health the worst of them: {@code ready}, {@code suspended}, {@code progressing}, {@code
 *     unknown}, {@code missing} or {@code degraded}
 * @param reason why; empty for what is ready
 * @param since since when it is so
 */
@JsonInclude
public record ObjectsView(String health, String reason, Instant since, List<ObjectView> items) {

  /**
   * One object.
   *
   * @param reason why; left out for what is ready
   * @param since since when it is so
   * @param group the API group; left out for the core group
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ObjectView(
      String kind,
      String namespace,
      String name,
      String health,
      String reason,
      Instant since,
      String group) {}

  static ObjectsView of(Report.HealthChanged changed, @Nullable ObjectsView before) {
    Map<List<String>, ObjectView> known = new HashMap<>();
    if (before != null) {
      before
          .items()
          .forEach(item -> known.put(key(item.kind(), item.namespace(), item.name()), item));
    }
    return new ObjectsView(
        text(changed.health().level()),
        changed.health().reason(),
        before != null && before.health().equals(text(changed.health().level()))
            ? before.since()
            : changed.time(),
        changed.objects().stream()
            .map(
                object ->
                    new ObjectView(
                        object.id().kind(),
                        object.id().namespace(),
                        object.id().name(),
                        text(object.health().level()),
                        object.health().reason(),
                        since(object, known, changed.time()),
                        object.id().group()))
            .toList());
  }

  private static List<String> key(String kind, String namespace, String name) {
    return List.of(kind, namespace, name);
  }

  private static Instant since(
      Report.ObjectHealth object, Map<List<String>, ObjectView> known, Instant now) {
    ObjectView before =
        known.get(key(object.id().kind(), object.id().namespace(), object.id().name()));
    return before != null && before.health().equals(text(object.health().level()))
        ? before.since()
        : now;
  }

  /** For people, programs and metrics: lower case. */
  static String text(Health.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  boolean isBad() {
    return health.equals(text(Health.Level.DEGRADED)) || health.equals(text(Health.Level.MISSING));
  }
}
