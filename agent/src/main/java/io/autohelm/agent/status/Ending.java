package io.autohelm.agent.status;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that come while the server ends: what they need may be gone before they are
 * answered. Whoever asks again soon meets the next process, or another replica.
 */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Ending {
  static final String SECONDS = "5";

  private final StreamEnd end;

  Ending(StreamEnd end) {
    this.end = end;
  }

  @RequestFilter
  @Nullable HttpResponse<?> refuse(HttpRequest<?> request) {
    return end.hasCome() ? answer() : null;
  }

  /** What is said then. */
  public static MutableHttpResponse<?> answer() {
    return ProblemView.answer(
            HttpStatus.SERVICE_UNAVAILABLE, "the agent is ending; ask again in a few seconds")
        .header(HttpHeaders.RETRY_AFTER, SECONDS)
        .header(HttpHeaders.CONNECTION, "close");
  }
}
