package io.autohelm.agent.status;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** What looks different, as it happens. */
@Controller
final class EventsController {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /**
   * What a listener may be behind before it is sent away; it comes again and gets what it missed.
   */
  private static final int BEHIND = 1000;

  private static final Pattern RELEASE = Pattern.compile("[^/]+/[^/]+");

  private final ChangeFeed feed;
  private final StreamEnd streams;

  EventsController(ChangeFeed feed, StreamEnd streams) {
    this.feed = feed;
    this.streams = streams;
  }

  /**
   * Listens.
   *
   * @param request may say {@code release} or {@code source}: only what concerns it
   * @param lastId the number of the last event that is known
   */
  @Get("/api/v1/events")
  @Produces({MediaType.TEXT_EVENT_STREAM, ProblemView.MEDIA_TYPE})
  HttpResponse<?> events(HttpRequest<?> request, @Header("Last-Event-ID") @Nullable String lastId) {
    Query query = Query.of(request);
    String release = given(query, "release");
    String source = given(query, "source");
    if (release != null && !RELEASE.matcher(release).matches()) {
      return ProblemView.answer(
          HttpStatus.BAD_REQUEST, "release: expected NAMESPACE/NAME, met " + Query.shown(release));
    }
    Long since = lastId != null && lastId.matches("[0-9]{1,18}") ? Long.valueOf(lastId) : null;
    // The place is taken now, so that who is one too many is told by a status.
    Relay relay = new Relay();
    ChangeFeed.Listening listening =
        feed.listen(
                since,
                change -> {
                  if (change.concerns(release, source)) {
                    relay.pass(change);
                  }
                })
            .orElse(null);
    if (listening == null) {
      return ProblemView.answer(
              HttpStatus.SERVICE_UNAVAILABLE, "as many as may listen do so already")
          .header("Retry-After", "60");
    }
    Flux<Event<Map<String, Object>>> heartbeat =
        Flux.interval(Duration.ZERO, HEARTBEAT).map(beat -> heartbeat());
    Flux<Event<Map<String, Object>>> changes =
        Flux.<ChangeFeed.Change>create(relay::to, FluxSink.OverflowStrategy.IGNORE)
            .map(EventsController::event);
    return HttpResponse.ok(
            Flux.merge(heartbeat.onBackpressureDrop(), changes.onBackpressureBuffer(BEHIND))
                .takeUntilOther(streams.end())
                .doFinally(end -> listening.close()))
        .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no");
  }

  private static @Nullable String given(Query query, String name) {
    String text = query.text(name);
    return text.isEmpty() ? null : text;
  }

  private Event<Map<String, Object>> heartbeat() {
    return Event.<Map<String, Object>>of(Map.of("last", feed.last()))
        .name("heartbeat")
        .id(Long.toString(feed.last()));
  }

  private static Event<Map<String, Object>> event(ChangeFeed.Change change) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (change.kind() == ChangeFeed.Kind.RELEASE) {
      data.put("namespace", change.namespace());
    }
    if (change.kind() != ChangeFeed.Kind.RESET) {
      data.put("name", change.name());
    }
    return Event.of(data)
        .name(change.kind().name().toLowerCase(Locale.ROOT))
        .id(Long.toString(change.id()));
  }

  /** What comes before the answer has begun is kept until it has. */
  private static final class Relay {
    private final ArrayDeque<ChangeFeed.Change> early = new ArrayDeque<>();
    private @Nullable FluxSink<ChangeFeed.Change> sink;

    synchronized void pass(ChangeFeed.Change change) {
      FluxSink<ChangeFeed.Change> open = sink;
      if (open != null) {
        open.next(change);
      } else if (early.size() < BEHIND) {
        early.add(change);
      }
    }

    synchronized void to(FluxSink<ChangeFeed.Change> open) {
      sink = open;
      early.forEach(open::next);
      early.clear();
    }
  }
}
