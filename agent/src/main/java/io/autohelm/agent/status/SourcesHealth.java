package io.autohelm.agent.status;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Ready when every source was read once: before that the agent does not know what is desired. */
@Readiness
@Singleton
final class SourcesHealth implements HealthIndicator {
  private final StatusBoard board;

  SourcesHealth(StatusBoard board) {
    this.board = board;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, String> unread = board.unread();
    return Publishers.just(
        HealthResult.builder("sources", unread.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN)
            .details(unread)
            .build());
  }
}
