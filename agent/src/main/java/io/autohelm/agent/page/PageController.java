package io.autohelm.agent.page;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.desk.Gate;
import io.autohelm.agent.status.Insight;
import io.autohelm.agent.status.Listing;
import io.autohelm.agent.status.Query;
import io.autohelm.agent.status.ReleaseDetail;
import io.autohelm.agent.status.StatusBoard;
import io.autohelm.agent.status.ValueView;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pages for people. */
@Controller
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PageController {
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private final StatusBoard board;
  private final Insight insight;
  private final Gate gate;
  private final Pages pages;

  PageController(StatusBoard board, Insight insight, Gate gate, Pages pages) {
    this.board = board;
    this.insight = insight;
    this.gate = gate;
    this.pages = pages;
  }

  @Get("/")
  HttpResponse<String> overview(HttpRequest<?> request) {
    Query query = Query.of(request);
    String sort = query.text("sort");
    Listing listing =
        new Listing(
            query.text("health"),
            query.text("namespace"),
            query.text("source"),
            query.text("q"),
            false,
            sort.isEmpty() ? "health" : sort,
            OverviewPage.LENGTH,
            query.number("offset", Integer.MAX_VALUE));
    return query
        .problem()
        .or(listing::problem)
        .<HttpResponse<String>>map(problem -> pages.error(HttpStatus.BAD_REQUEST, problem))
        .orElseGet(
            () ->
                pages.page(
                    "overview.html",
                    "Overview",
                    "any",
                    OverviewPage.of(
                        board.sources(), board.releases(), listing, !board.replica().isLeader())));
  }

  @Get("/releases/{namespace}/{name}")
  HttpResponse<String> release(String namespace, String name) {
    return release(
        namespace,
        name,
        "release.html",
        detail ->
            ReleasePage.status(
                detail,
                board.drift(new ReleaseId(namespace, name)),
                board.log(new ReleaseId(namespace, name))));
  }

  @Get("/releases/{namespace}/{name}/history")
  HttpResponse<String> history(String namespace, String name) {
    return release(
        namespace,
        name,
        "history.html",
        detail -> {
          Map<String, @Nullable Object> model = ReleasePage.head(detail, "history");
          model.put("revisions", List.of());
          try {
            model.put(
                "revisions",
                insight.history(new ReleaseId(namespace, name)).stream()
                    .map(ReleasePage::revision)
                    .toList());
          } catch (Insight.Unavailable e) {
            model.put("unavailable", e.getMessage());
          }
          return model;
        });
  }

  @Get("/releases/{namespace}/{name}/values")
  HttpResponse<String> values(String namespace, String name) {
    return release(
        namespace,
        name,
        "values.html",
        detail -> {
          Map<String, @Nullable Object> model = ReleasePage.head(detail, "values");
          model.put("given", List.of());
          model.put("defaults", List.of());
          try {
            List<ValueView> values = insight.values(new ReleaseId(namespace, name));
            model.put(
                "given",
                values.stream().filter(v -> !v.isUntouched()).map(ReleasePage::value).toList());
            model.put(
                "defaults",
                values.stream().filter(ValueView::isUntouched).map(ReleasePage::value).toList());
          } catch (Insight.Unavailable e) {
            model.put("unavailable", e.getMessage());
          }
          return model;
        });
  }

  private HttpResponse<String> release(
      String namespace,
      String name,
      String template,
      Function<ReleaseDetail, Map<String, @Nullable Object>> model) {
    String id = namespace + "/" + name;
    return board
        .detail(new ReleaseId(namespace, name), insight)
        .map(
            detail -> {
              Map<String, @Nullable Object> all = new LinkedHashMap<>(model.apply(detail));
              all.put("closed", gate.closed());
              return pages.page(template, id, "release=" + id, all);
            })
        .orElseGet(
            () ->
                board.replica().isLeader()
                    ? pages.error(HttpStatus.NOT_FOUND, "No source declares a release " + id + ".")
                    : pages.error(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Only the leader knows whether there is a release " + id + "."));
  }

  @Get("/sources/{name}")
  HttpResponse<String> source(String name) {
    return board
        .source(name)
        .map(
            source -> {
              Listing listing = new Listing("", "", name, "", false, "health", 0, 0);
              Map<String, @Nullable Object> model = SourcePage.row(source);
              model.put("closed", gate.closed());
              List<Map<String, @Nullable Object>> releases =
                  listing.of(board.releases()).items().stream()
                      .limit(OverviewPage.LENGTH)
                      .map(OverviewPage::row)
                      .toList();
              model.put("rows", releases);
              model.put("all", Links.overview(listing));
              return pages.page("source.html", name, "any", model);
            })
        .orElseGet(() -> pages.error(HttpStatus.NOT_FOUND, "There is no source " + name + "."));
  }

  @Get("/assets/{file}")
  @Produces(MediaType.ALL)
  HttpResponse<byte[]> asset(String file) {
    return pages
        .assets()
        .find("/assets/" + file)
        .map(
            asset ->
                HttpResponse.ok(asset.content())
                    .contentType(MediaType.of(asset.mediaType()))
                    .header(HttpHeaders.CACHE_CONTROL, FOREVER))
        .orElseGet(HttpResponse::notFound);
  }
}
