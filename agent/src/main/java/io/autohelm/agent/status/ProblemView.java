package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;

/**
 * Why a request was not answered, as RFC 9457 has it.
 *
 * @param type always {@code about:blank}: the status says of what kind it is
 * @param title the status in words
 * @param detail what is wrong and what helps, for people
 */
@JsonInclude
public record ProblemView(String type, String title, int status, String detail) {
  /** What such answers are. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The answer. */
  public static MutableHttpResponse<ProblemView> answer(HttpStatus status, String detail) {
    return HttpResponse.<ProblemView>status(status)
        .contentType(MEDIA_TYPE)
        .body(new ProblemView("about:blank", status.getReason(), status.getCode(), detail));
  }
}
