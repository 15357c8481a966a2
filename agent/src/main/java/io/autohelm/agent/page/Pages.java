package io.autohelm.agent.page;

import com.hubspot.jinjava.objects.SafeString;
import io.autohelm.agent.status.StatusBoard;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts pages together: what is special to one within what all have. */
@Singleton
final class Pages {
  private final Assets assets = new Assets();
  private final StatusBoard board;
  private final Clock clock;

  /** Made when the first page is asked for: an agent that nobody looks at does without. */
  private @Nullable Templates templates;

  Pages(StatusBoard board, Clock clock) {
    this.board = board;
    this.clock = clock;
  }

  Assets assets() {
    return assets;
  }

  private synchronized Templates templates() {
    Templates made = templates == null ? new Templates(clock) : templates;
    templates = made;
    return made;
  }

  /**
   * A page.
   *
   * @param concern what has it look again when it changes: {@code any}, {@code release=ID}, or
   *     empty
   */
  HttpResponse<String> page(
      String template, String title, String concern, Map<String, @Nullable Object> model) {
    return html(HttpStatus.OK, template, title, concern, model);
  }

  /** A page that says what is wrong. */
  MutableHttpResponse<String> error(HttpStatus status, String detail) {
    Map<String, @Nullable Object> model = new LinkedHashMap<>();
    model.put("status", status.getReason());
    model.put("detail", detail);
    return html(status, "error.html", status.getReason(), "", model);
  }

  private MutableHttpResponse<String> html(
      HttpStatus status,
      String template,
      String title,
      String concern,
      Map<String, @Nullable Object> model) {
    Map<String, @Nullable Object> frame = new LinkedHashMap<>();
    frame.put("title", title);
    frame.put("concern", concern);
    frame.put("now", clock.instant().toString());
    frame.put("style", assets.style().path());
    frame.put("script", assets.script().path());
    frame.put("icon", assets.icon().path());
    frame.put("standby", board.replica().told());
    frame.put("body", new SafeString(templates().render(template, model)));
    return HttpResponse.<String>status(status)
        .body(templates().render("frame.html", frame))
        .contentType(MediaType.of("text/html; charset=utf-8"))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
