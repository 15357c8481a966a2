package io.autohelm.agent.page;

import io.autohelm.agent.status.Ending;
import io.autohelm.agent.status.ProblemView;
import io.autohelm.agent.status.StreamEnd;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
  private final StreamEnd end;

  Refusals(Pages pages, StreamEnd end) {
    this.pages = pages;
    this.end = end;
  }

  @Override
  @SuppressWarnings("unchecked") // the body is replaced
  public MutableHttpResponse<Object> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    if (response.status().getCode() >= 500 && end.hasCome()) {
      // What it needed went with the server.
      return (MutableHttpResponse<Object>) Ending.answer();
    }
    String path = context.getRequest().getPath();
    boolean isHook = path.equals("/hooks") || path.startsWith("/hooks/");
    if (isHook && response.status().getCode() < 500) {
      // As any call that does not prove itself: no kind of mistake tells more.
      return ((MutableHttpResponse<Object>) response)
          .status(HttpStatus.FORBIDDEN)
          .contentType(MediaType.TEXT_PLAIN_TYPE)
          .body("refused\n");
    }
    HttpStatus status = response.status();
    String detail =
        context.hasErrors() && status.getCode() < 500
            ? context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "))
            : status.getReason();
    MutableHttpResponse<Object> answer = (MutableHttpResponse<Object>) response;
    if (path.startsWith("/api/") || isHook) {
      return answer
          .contentType(ProblemView.MEDIA_TYPE)
          .body(new ProblemView("about:blank", status.getReason(), status.getCode(), detail));
    }
    return answer.contentType("text/html; charset=utf-8").body(pages.error(status, detail).body());
  }
}
