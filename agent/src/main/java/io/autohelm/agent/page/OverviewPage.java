package io.autohelm.agent.page;

import io.autohelm.agent.status.Listing;
import io.autohelm.agent.status.ReleaseView;
import io.autohelm.agent.status.SourceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the first page shows. */
final class OverviewPage {
  /** Releases on one page. */
  static final int LENGTH = 100;

  private OverviewPage() {}

  static Map<String, @Nullable Object> of(
      List<SourceView> sources, List<ReleaseView> releases, Listing listing, boolean isStandby) {
    Listing.Page page = listing.of(releases);
    Map<String, Integer> counts = listing.counts(releases);
    int total = counts.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, @Nullable Object> model = new LinkedHashMap<>();
    model.put("summary", summary(releases));
    long well = releases.stream().filter(release -> release.health().equals("healthy")).count();
    model.put("well", well + " of " + releases.size() + " healthy");
    model.put("isFresh", releases.isEmpty() && sources.stream().allMatch(s -> s.commit() == null));
    model.put("isStandby", isStandby);
    model.put("hasReleases", !releases.isEmpty());
    model.put("filters", filters(listing, counts, total));
    model.put("query", listing.query());
    model.put("health", listing.health());
    model.put("namespace", listing.namespace());
    model.put("source", listing.source());
    model.put("sort", listing.sort());
    model.put("isFiltered", !Links.overview(listing).equals("/"));
    model.put("columns", columns(listing));
    model.put("releases", page.items().stream().map(OverviewPage::row).toList());
    model.put("pages", pages(listing, page));
    model.put("sources", sources.stream().map(SourcePage::row).toList());
    model.put("troubled", sources.stream().filter(SourceView::isTroubled).count());
    return model;
  }

  private static String summary(List<ReleaseView> releases) {
    if (releases.isEmpty()) {
      return "no releases";
    }
    Map<String, Integer> counts = Listing.ALL.counts(releases);
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (health, count) -> {
          if (count > 0) {
            parts.add(count + " " + health);
          }
        });
    return String.join(", ", parts);
  }

  private static List<Map<String, @Nullable Object>> filters(
      Listing listing, Map<String, Integer> counts, int total) {
    List<Map<String, @Nullable Object>> filters = new ArrayList<>();
    filters.add(filter("all", "", total, listing));
    counts.forEach(
        (health, count) -> {
          if (count > 0 || listing.health().equals(health)) {
            filters.add(filter(health, health, count, listing));
          }
        });
    return filters;
  }

  private static Map<String, @Nullable Object> filter(
      String label, String health, int count, Listing listing) {
    Map<String, @Nullable Object> filter = new LinkedHashMap<>();
    filter.put("label", label);
    filter.put("number", count);
    filter.put("link", Links.overview(listing.of(health)));
    filter.put("isChosen", listing.health().equals(health));
    return filter;
  }

  private static List<Map<String, @Nullable Object>> columns(Listing listing) {
    List<Map<String, @Nullable Object>> columns = new ArrayList<>();
    columns.add(column("Release", "name", listing));
    columns.add(column("Health", "health", listing));
    columns.add(column("Chart", "chart", listing));
    columns.add(column("Revision", "", listing));
    columns.add(column("Drift", "", listing));
    columns.add(column("Checked", "lastSync", listing));
    return columns;
  }

  private static Map<String, @Nullable Object> column(String label, String key, Listing listing) {
    boolean isThis = !key.isEmpty() && listing.sort().equals(key);
    boolean isReversed = !key.isEmpty() && listing.sort().equals("-" + key);
    Map<String, @Nullable Object> column = new LinkedHashMap<>();
    column.put("label", label);
    column.put("link", key.isEmpty() ? "" : Links.overview(listing.by(isThis ? "-" + key : key)));
    column.put("order", isThis ? "ascending" : isReversed ? "descending" : "none");
    return column;
  }

  static Map<String, @Nullable Object> row(ReleaseView release) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("namespace", release.namespace());
    row.put("name", release.name());
    row.put("link", Links.release(release.namespace(), release.name()));
    row.put("source", release.source());
    row.put("commit", release.commit());
    row.put("chart", release.chart());
    row.put("newer", release.newer() == null ? "" : release.newer().nearest());
    row.put("revision", release.revision());
    row.put("state", release.state());
    row.put("health", release.health());
    row.put("why", why(release));
    row.put("drifted", release.drift().objects().size());
    row.put("lastSync", release.lastSync().toString());
    row.put("since", release.since().toString());
    return row;
  }

  /** In one line, why it is not healthy; empty where it is. */
  static String why(ReleaseView release) {
    if (release.error() != null) {
      return release.error();
    }
    return switch (release.health()) {
      case "healthy" -> "";
      case "degraded" -> release.objects() == null ? "" : release.objects().reason();
      case "drifted" ->
          release.drift().objects().stream()
              .map(object -> object.kind() + " " + object.name() + " " + object.change())
              .limit(3)
              .reduce((one, other) -> one + ", " + other)
              .orElse("");
      default -> release.reason();
    };
  }

  private static Map<String, @Nullable Object> pages(Listing listing, Listing.Page page) {
    Map<String, @Nullable Object> pages = new LinkedHashMap<>();
    int from = Math.min(listing.offset(), page.total());
    pages.put("from", page.items().isEmpty() ? 0 : from + 1);
    pages.put("to", from + page.items().size());
    pages.put("total", page.total());
    boolean hasPrevious = from > 0;
    boolean hasNext = from + page.items().size() < page.total();
    pages.put(
        "previous", hasPrevious ? Links.overview(listing.from(Math.max(0, from - LENGTH))) : "");
    pages.put("next", hasNext ? Links.overview(listing.from(from + LENGTH)) : "");
    return pages;
  }
}
