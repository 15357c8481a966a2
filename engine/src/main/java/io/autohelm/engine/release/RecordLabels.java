package io.autohelm.engine.release;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of a release record: Helm's own, by which records are found, and the user's. */
public final class RecordLabels {
  private static final Set<String> SYSTEM =
      Set.of("name", "owner", "status", "version", "createdAt", "modifiedAt");

  private RecordLabels() {}

  /** All labels of the record of {@code release}. */
  public static Map<String, String> of(Release release, boolean isNew, Instant now) {
    SortedMap<String, String> labels = timeless(release);
    labels.put(isNew ? "createdAt" : "modifiedAt", Long.toString(now.getEpochSecond()));
    return labels;
  }

  /** All labels but those that tell when the record was written. */
  static SortedMap<String, String> timeless(Release release) {
    SortedMap<String, String> labels = new TreeMap<>(release.labels());
    labels.put("name", release.name());
    labels.put("owner", "helm");
    labels.put("status", release.status().text());
    labels.put("version", Integer.toString(release.revision()));
    return labels;
  }

  /** Whether a label is Helm's own, which users cannot set. */
  public static boolean isSystem(String label) {
    return SYSTEM.contains(label);
  }

  /** The labels that are not Helm's. */
  static Map<String, String> users(Map<String, String> labels) {
    Map<String, String> users = new LinkedHashMap<>(labels);
    users.keySet().removeAll(SYSTEM);
    return users;
  }
}
