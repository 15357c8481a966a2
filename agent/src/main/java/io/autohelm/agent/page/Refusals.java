package io.autohelm.agent.page;

import io.autohelm.agent.status.ProblemView;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** What cannot be answered: told to people as a page, to programs as a problem. */
@Primary
@Singleton
final class Refusals implements ErrorResponseProcessor<Object> {
  private final Pages pages;

  Refusals(Pages pages) {
    this.pages = pages;
  }

  @Override
  @SuppressWarnings("unchecked") // the body is replaced
  public MutableHttpResponse<Object> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpStatus status = response.status();
    String detail =
        context.hasErrors() && status.getCode() < 500
            ? context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "))
            : status.getReason();
    String path = context.getRequest().getPath();
    MutableHttpResponse<Object> answer = (MutableHttpResponse<Object>) response;
    if (path.startsWith("/api/") || path.startsWith("/hooks/")) {
      return answer
          .contentType(ProblemView.MEDIA_TYPE)
          .body(new ProblemView("about:blank", status.getReason(), status.getCode(), detail));
    }
    return answer.contentType("text/html; charset=utf-8").body(pages.error(status, detail).body());
  }
}
