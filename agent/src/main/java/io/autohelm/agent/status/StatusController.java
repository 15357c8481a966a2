package io.autohelm.agent.status;

import io.autohelm.agent.declaration.ReleaseId;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the agent serves over HTTP: the page, the API and the metrics. */
@Controller
final class StatusController {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final StatusBoard board;
  private final PrometheusMeterRegistry metrics;

  StatusController(StatusBoard board, PrometheusMeterRegistry metrics) {
    this.board = board;
    this.metrics = metrics;
  }

  @Get("/")
  @Produces(MediaType.TEXT_HTML)
  String page() {
    return StatusPage.of(board.sources(), board.releases());
  }

  @Get("/api/v1/releases")
  List<ReleaseView> releases() {
    return board.releases();
  }

  /** The newest first. */
  @Get("/api/v1/releases/{namespace}/{name}/drift")
  List<EpisodeView> drift(String namespace, String name) {
    List<EpisodeView> views = new ArrayList<>();
    board
        .episodes(new ReleaseId(namespace, name))
        .all()
        .forEach(episode -> views.add(EpisodeView.of(episode)));
    Collections.reverse(views);
    return views;
  }

  @Get("/api/v1/sources")
  List<SourceView> sources() {
    return board.sources();
  }

  @Get("/metrics")
  @Produces(PROMETHEUS_TEXT)
  String metrics() {
    return metrics.scrape();
  }
}
