package io.autohelm.engine.release;

import com.google.re2j.Pattern;
import io.autohelm.engine.manifest.LabelSelector;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which releases {@code helm list} shows, and in which order.
 *
 * @param states the statuses of the newest revisions that are shown
 * @param name a regular expression found in the names that are shown; empty for all
 * @param selector of the record's labels, Helm's own among them
 * @param order by name or by date
 * @param isReversed whether the last comes first
 * @param offset how many are left out at the start
 * @param limit how many are shown; 0 for all
 */
public record ReleaseQuery(
    Set<ReleaseStatus> states,
    String name,
    LabelSelector selector,
    Order order,
    boolean isReversed,
    int offset,
    int limit) {

  /** What comes first. */
  public enum Order {
    /** By name, then by namespace. */
    NAME,
    /** By the second of the last deployment, the oldest first, then by name. */
    DATE;

    Comparator<Release> comparator() {
      Comparator<Release> byName =
          Comparator.comparing(Release::name).thenComparing(Release::namespace);
      return this == NAME ? byName : Comparator.comparingLong(Order::seconds).thenComparing(byName);
    }

    private static long seconds(Release release) {
      return release.info().lastDeployment().getEpochSecond();
    }
  }

  /**
   * @throws IllegalArgumentException where {@code name} is no regular expression, in Go's words
   */
  public ReleaseQuery {
    states = Set.copyOf(states);
    Pattern.compile(name);
  }

  /** Whether superseded revisions are asked for and nothing else: no newest revision is one. */
  public boolean isOfOldRevisions() {
    return states.equals(Set.of(ReleaseStatus.SUPERSEDED));
  }

  /** The shown ones of the newest revisions, or of all revisions where old ones are asked for. */
  public List<Release> of(List<Release> releases) {
    Pattern found = Pattern.compile(name);
    Comparator<Release> comparator =
        isReversed ? order.comparator().reversed() : order.comparator();
    Stream<Release> shown =
        releases.stream()
            .filter(release -> found.matcher(release.name()).find())
            .filter(release -> states.contains(release.status()))
            .filter(release -> selector.selects(RecordLabels.timeless(release)))
            .sorted(comparator)
            .skip(offset);
    return (limit > 0 ? shown.limit(limit) : shown).toList();
  }
}
