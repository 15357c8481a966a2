package io.autohelm.agent.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which releases somebody wants to see, in which order, and how many at once. Every field is as it
 * stands in an address; what is wrong there is told by {@link #problem}.
 *
 * @param health one of {@link #HEALTHS}; empty for all
 * @param query words that all must occur in name, namespace, chart, source or reason
 * @param sort one of {@link #SORTS}, with {@code -} before it for the other way round
 * @param drifted only those that differ
 * @param limit how many; 0 for all
 */
public record Listing(
    String health,
    String namespace,
    String source,
    String query,
    boolean drifted,
    String sort,
    int limit,
    int offset) {
  /** What the health of a release may be, the worst first. */
  public static final List<String> HEALTHS =
      List.of(
          "failed",
          "quarantined",
          "degraded",
          "drifted",
          "rolled-back",
          "progressing",
          "waiting",
          "suspended",
          "healthy");

  /** By what releases are put in order. */
  public static final List<String> SORTS = List.of("name", "health", "chart", "lastSync", "since");

  /** The most that is answered at once where somebody asks for a part. */
  public static final int MOST = 1000;

  /** All of them by name. */
  public static final Listing ALL = new Listing("", "", "", "", false, "name", 0, 0);

  /**
   * What was found.
   *
   * @param total how many match in all
   */
  public record Page(List<ReleaseView> items, int total) {}

  /** What is wrong, for people; empty where nothing is. */
  public Optional<String> problem() {
    if (!health.isEmpty() && !HEALTHS.contains(health)) {
      return Optional.of(
          "health: expected one of " + String.join(", ", HEALTHS) + ", met " + Query.shown(health));
    }
    return SORTS.contains(key())
        ? Optional.empty()
        : Optional.of(
            "sort: expected one of "
                + String.join(", ", SORTS)
                + ", with - before it for the other way round, met "
                + Query.shown(sort));
  }

  private String key() {
    return sort.startsWith("-") ? sort.substring(1) : sort;
  }

  /** The releases that it names. */
  public Page of(List<ReleaseView> all) {
    List<ReleaseView> found = new ArrayList<>();
    String[] words = query.toLowerCase(Locale.ROOT).strip().split("\\s+");
    for (ReleaseView release : all) {
      if ((health.isEmpty() || release.health().equals(health)) && isMeant(release, words)) {
        found.add(release);
      }
    }
    found.sort(order());
    int from = Math.min(offset, found.size());
    int to = limit == 0 ? found.size() : Math.min(found.size(), from + limit);
    return new Page(List.copyOf(found.subList(from, to)), found.size());
  }

  /** How many there are of each health, whatever health is asked for. */
  public Map<String, Integer> counts(List<ReleaseView> all) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    HEALTHS.forEach(health -> counts.put(health, 0));
    String[] words = query.toLowerCase(Locale.ROOT).strip().split("\\s+");
    for (ReleaseView release : all) {
      if (isMeant(release, words)) {
        counts.merge(release.health(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private boolean isMeant(ReleaseView release, String[] words) {
    if (!(namespace.isEmpty() || release.namespace().equals(namespace))
        || !(source.isEmpty() || release.source().equals(source))
        || (drifted && !release.isDrifted())) {
      return false;
    }
    if (query.isBlank()) {
      return true;
    }
    String text =
        String.join(
                " ",
                release.namespace() + "/" + release.name(),
                release.chart(),
                release.source(),
                release.reason(),
                Objects.requireNonNullElse(release.error(), ""))
            .toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (!text.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private Comparator<ReleaseView> order() {
    Comparator<ReleaseView> byName =
        Comparator.comparing(ReleaseView::namespace).thenComparing(ReleaseView::name);
    Comparator<ReleaseView> order =
        switch (key()) {
          case "health" -> Comparator.comparingInt(Listing::rank);
          case "chart" -> Comparator.comparing(ReleaseView::chart);
          case "lastSync" -> Comparator.comparing(ReleaseView::lastSync).reversed();
          case "since" -> Comparator.comparing(ReleaseView::since).reversed();
          default -> byName;
        };
    return (sort.startsWith("-") ? order.reversed() : order).thenComparing(byName);
  }

  private static int rank(ReleaseView release) {
    int rank = HEALTHS.indexOf(release.health());
    return rank < 0 ? HEALTHS.size() : rank;
  }

  /** The same from another place on. */
  public Listing from(int other) {
    return new Listing(health, namespace, source, query, drifted, sort, limit, other);
  }

  /** The same for another health. */
  public Listing of(@Nullable String other) {
    return new Listing(
        Objects.requireNonNullElse(other, ""), namespace, source, query, drifted, sort, limit, 0);
  }

  /** The same in another order. */
  public Listing by(String other) {
    return new Listing(health, namespace, source, query, drifted, other, limit, 0);
  }
}
