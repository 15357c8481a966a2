package io.autohelm.agent.status;

import io.autohelm.agent.declaration.ReleaseId;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What programs may ask: the API and the metrics. {@code docs/schema/openapi.json} describes it.
 */
@Controller
final class StatusController {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TOTAL = "X-Total-Count";

  private final StatusBoard board;
  private final Insight insight;
  private final PrometheusMeterRegistry metrics;

  /** Marks of an earlier process must not hold. */
  private final String process = UUID.randomUUID().toString().substring(0, 8);

  StatusController(StatusBoard board, Insight insight, PrometheusMeterRegistry metrics) {
    this.board = board;
    this.insight = insight;
    this.metrics = metrics;
  }

  /** What this replica does. */
  @Get("/api/v1/agent")
  ReplicaView agent() {
    return board.replica();
  }

  @Get("/api/v1/releases")
  HttpResponse<?> releases(HttpRequest<?> request) {
    Query query = Query.of(request);
    String sort = query.text("sort");
    Listing listing =
        new Listing(
            query.text("health"),
            query.text("namespace"),
            query.text("source"),
            query.text("q"),
            query.flag("drifted"),
            sort.isEmpty() ? "name" : sort,
            query.number("limit", Listing.MOST),
            query.number("offset", Integer.MAX_VALUE));
    String problem = query.problem().or(listing::problem).orElse(null);
    if (problem != null) {
      return ProblemView.answer(HttpStatus.BAD_REQUEST, problem);
    }
    if (!board.replica().isLeader()) {
      return board.replica().answer();
    }
    return marked(
        request,
        () -> {
          Listing.Page page = listing.of(board.releases());
          MutableHttpResponse<List<ReleaseView>> answer =
              HttpResponse.ok(page.items()).header(TOTAL, Integer.toString(page.total()));
          return answer;
        });
  }

  @Get("/api/v1/releases/{namespace}/{name}")
  HttpResponse<?> release(String namespace, String name) {
    return board
        .detail(new ReleaseId(namespace, name), insight)
        .<HttpResponse<?>>map(HttpResponse::ok)
        .orElseGet(() -> unknown(namespace, name));
  }

  @Get("/api/v1/releases/{namespace}/{name}/history")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<?> history(String namespace, String name) {
    return asked(namespace, name, insight::history);
  }

  @Get("/api/v1/releases/{namespace}/{name}/values")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<?> values(String namespace, String name) {
    return asked(namespace, name, insight::values);
  }

  @Get("/api/v1/releases/{namespace}/{name}/objects")
  HttpResponse<?> objects(String namespace, String name) {
    return asked(
        namespace,
        name,
        id ->
            board.release(id).map(ReleaseView::objects).map(ObjectsView::items).orElse(List.of()));
  }

  /** The newest first. */
  @Get("/api/v1/releases/{namespace}/{name}/drift")
  HttpResponse<?> drift(String namespace, String name) {
    return asked(namespace, name, board::drift);
  }

  /** The newest first. */
  @Get("/api/v1/releases/{namespace}/{name}/log")
  HttpResponse<?> log(String namespace, String name) {
    return asked(namespace, name, board::log);
  }

  @Get("/api/v1/sources")
  HttpResponse<?> sources(HttpRequest<?> request) {
    return marked(
        request,
        () -> {
          List<SourceView> all = board.sources();
          MutableHttpResponse<List<SourceView>> answer =
              HttpResponse.ok(all).header(TOTAL, Integer.toString(all.size()));
          return answer;
        });
  }

  @Get("/api/v1/sources/{name}")
  HttpResponse<?> source(String name) {
    return board
        .source(name)
        .<HttpResponse<?>>map(HttpResponse::ok)
        .orElseGet(() -> ProblemView.answer(HttpStatus.NOT_FOUND, "there is no source " + name));
  }

  @Get("/api/v1/openapi.json")
  @Produces(MediaType.APPLICATION_JSON)
  byte[] openapi() {
    try (InputStream file = StatusController.class.getResourceAsStream("openapi.json")) {
      if (file == null) {
        throw new IllegalStateException("openapi.json is not in the program");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Get("/metrics")
  @Produces(PROMETHEUS_TEXT)
  String metrics() {
    return metrics.scrape();
  }

  private HttpResponse<?> asked(
      String namespace, String name, Function<ReleaseId, @Nullable Object> question) {
    ReleaseId id = new ReleaseId(namespace, name);
    if (board.release(id).isEmpty()) {
      return unknown(namespace, name);
    }
    try {
      return HttpResponse.ok(question.apply(id));
    } catch (Insight.Unavailable e) {
      return ProblemView.answer(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private HttpResponse<?> unknown(String namespace, String name) {
    ReplicaView replica = board.replica();
    if (!replica.isLeader()) {
      return replica.answer();
    }
    return ProblemView.answer(
        HttpStatus.NOT_FOUND, "no source declares a release " + namespace + "/" + name);
  }

  /** Who knows the answer already gets a word instead of it. */
  private HttpResponse<?> marked(HttpRequest<?> request, Supplier<MutableHttpResponse<?>> answer) {
    String mark =
        "\""
            + process
            + "-"
            + board.version()
            + "-"
            + Integer.toHexString(request.getUri().toString().hashCode())
            + "\"";
    String known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
    if (mark.equals(known)) {
      return HttpResponse.notModified().header(HttpHeaders.ETAG, mark);
    }
    return answer
        .get()
        .header(HttpHeaders.ETAG, mark)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }
}
