package io.autohelm.engine.release;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the labels of a record tell of a revision, without the record being read.
 *
 * @param labels the user's labels, without Helm's own
 * @param recorded all labels, sorted
 */
public record RevisionLabels(
    String namespace,
    String name,
    int revision,
    ReleaseStatus status,
    Map<String, String> labels,
    SortedMap<String, String> recorded) {

  /** By namespace, name and revision. */
  public static final Comparator<RevisionLabels> ORDER =
      Comparator.comparing(RevisionLabels::namespace)
          .thenComparing(RevisionLabels::name)
          .thenComparingInt(RevisionLabels::revision);

  public RevisionLabels {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    recorded = Collections.unmodifiableSortedMap(new TreeMap<>(recorded));
  }

  static RevisionLabels of(Release release) {
    return new RevisionLabels(
        release.namespace(),
        release.name(),
        release.revision(),
        release.status(),
        release.labels(),
        RecordLabels.timeless(release));
  }

  /**
   * Reads the labels of a record.
   *
   * @param all Helm's labels included; a version that is no number counts as 0
   */
  public static RevisionLabels of(String namespace, Map<String, String> all) {
    int revision;
    try {
      revision = Integer.parseInt(all.getOrDefault("version", "0"));
    } catch (NumberFormatException e) {
      revision = 0;
    }
    return new RevisionLabels(
        namespace,
        all.getOrDefault("name", ""),
        revision,
        ReleaseStatus.of(all.getOrDefault("status", "")),
        RecordLabels.users(all),
        new TreeMap<>(all));
  }

  /** The newest revision of each release among {@code index}. */
  public static List<RevisionLabels> newest(Collection<RevisionLabels> index) {
    Map<String, RevisionLabels> newest = new TreeMap<>();
    for (RevisionLabels each : index) {
      newest.merge(
          each.namespace() + "/" + each.name(),
          each,
          (a, b) -> a.revision() >= b.revision() ? a : b);
    }
    return List.copyOf(newest.values());
  }

  /** Where the revision's parts are, if its record was too large for one object. */
  public Optional<PartsMark> parts() {
    return PartsMark.of(labels);
  }
}
