package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.engine.health.Health;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How the objects of a release do, also long after they were deployed.
 *
 * @param health the worst of them: {@code ready}, {@code suspended}, {@code progressing}, {@code
 *     unknown}, {@code missing} or {@code degraded}
 * @param reason why; empty for what is ready
 * @param since since when it is so
 */
public record ObjectsView(String health, String reason, Instant since, List<ObjectView> items) {

  /**
   * One object.
   *
   * @param reason why; left out for what is ready
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ObjectView(
      String kind, String namespace, String name, String health, String reason) {}

  static ObjectsView of(Report.HealthChanged changed, Instant since) {
    return new ObjectsView(
        text(changed.health().level()),
        changed.health().reason(),
        since,
        changed.objects().stream()
            .map(
                object ->
                    new ObjectView(
                        object.id().kind(),
                        object.id().namespace(),
                        object.id().name(),
                        text(object.health().level()),
                        object.health().reason()))
            .toList());
  }

  /** For people, programs and metrics: lower case. */
  static String text(Health.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  boolean isBad() {
    return health.equals(text(Health.Level.DEGRADED)) || health.equals(text(Health.Level.MISSING));
  }
}
