package io.autohelm.agent.status;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which parameters each question of the API has; others are refused, as unknown fields are. */
@ServerFilter("/api/v1/**")
final class QueryNames {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "/api/v1/releases",
          List.of("health", "namespace", "source", "q", "drifted", "sort", "limit", "offset"),
          "/api/v1/events",
          List.of("release", "source"));

  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    if (request.getMethod() != HttpMethod.GET) {
      return null;
    }
    return Query.of(request)
        .allow(NAMES.getOrDefault(request.getPath(), List.of()))
        .problem()
        .map(problem -> ProblemView.answer(HttpStatus.BAD_REQUEST, problem))
        .orElse(null);
  }
}
