package io.autohelm.engine.release;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A release as it is put away: in one record where it fits into one, otherwise as a slim record
 * that Helm reads, with the rest in parts.
 *
 * <p>First go what only rendering needs: templates, files and schema of the chart. Helm's status,
 * history, values, manifest, notes, rollback, {@code --reuse-values} and uninstall work with what
 * stays. Where that is too large still, manifest and hooks go too, and at last notes and values;
 * then the record bears a manifest of a kind that no cluster serves, so that Helm, which cannot see
 * the parts, refuses to act instead of taking everything for removed.
 *
 * @param text the record, for the key {@code release}
 * @param mark names the parts; empty where there are none
 * @param parts what is put away beside the record, in order
 */
public record PackedRecord(String text, Optional<PartsMark> mark, List<byte[]> parts) {
  /** What an API server takes as the data of a Secret or ConfigMap. */
  public static final int LIMIT = 1 << 20;

  private static final int PART = 1_000_000;
  private static final List<String> RENDERING = List.of("templates", "files", "schema");
  private static final String STAND_IN =
      """
      # The manifest is too large for a record of Helm's; Autohelm keeps it in parts beside it.
      apiVersion: autohelm.io/v1
      kind: ManifestInParts
      metadata:
        name: act-on-this-release-with-autohelm
      """;

  /** Packs a release into as few objects as it takes. */
  public static PackedRecord of(Release release) {
    return of(release, LIMIT);
  }

  static PackedRecord of(Release release, int limit) {
    Map<String, @Nullable Object> tree = ReleaseCodec.tree(release);
    String whole = ReleaseCodec.text(tree);
    if (whole.length() <= limit) {
      return new PackedRecord(whole, Optional.empty(), List.of());
    }
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    Map<String, @Nullable Object> chart = taken(tree, "chart", RENDERING);
    rest.put("chart", chart);
    rest.put("of", chartName(release));
    String slim = ReleaseCodec.text(tree);
    boolean isVital = slim.length() > limit;
    if (isVital) {
      move(tree, rest, List.of("manifest", "hooks"));
      tree.put("manifest", STAND_IN);
      slim = ReleaseCodec.text(tree);
    }
    if (slim.length() > limit) {
      rest.put("info", taken(tree, "info", List.of("notes")));
      chart.putAll(taken(tree, "chart", List.of("values", "lock")));
      move(tree, rest, List.of("config"));
      slim = ReleaseCodec.text(tree);
    }
    byte[] bytes = ReleaseCodec.compressed(rest);
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += PART) {
      parts.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART)));
    }
    return new PackedRecord(
        slim, Optional.of(new PartsMark(digest(bytes), parts.size(), isVital)), parts);
  }

  /** Whether the record lacks what rendering needs: every chart that renders has a template. */
  public static boolean isSlim(Release release) {
    return release.chart().templates().isEmpty()
        && release.chart().files().isEmpty()
        && PartsMark.of(release.labels()).isPresent();
  }

  /** Whether the release is still without what its parts hold of its manifest. */
  public static boolean lacksManifest(Release release) {
    return release.manifest().equals(STAND_IN);
  }

  /** Puts the rest back into a record's tree; false where it is another chart's. */
  static boolean restore(Map<String, @Nullable Object> tree, Map<String, @Nullable Object> rest) {
    Map<String, @Nullable Object> chart = table(tree, "chart");
    Map<String, @Nullable Object> metadata = table(chart, "metadata");
    if (!(metadata.get("name") + "-" + metadata.get("version")).equals(rest.get("of"))
        || chart.get("templates") != null
        || chart.get("files") != null) {
      return false;
    }
    for (Map.Entry<String, @Nullable Object> entry : rest.entrySet()) {
      if (entry.getKey().equals("chart") || entry.getKey().equals("info")) {
        Map<String, @Nullable Object> merged = table(tree, entry.getKey());
        merged.putAll(table(rest, entry.getKey()));
        tree.put(entry.getKey(), merged);
      } else if (!entry.getKey().equals("of")) {
        tree.put(entry.getKey(), entry.getValue());
      }
    }
    return true;
  }

  /** Whether these are the bytes that {@code mark} means. */
  public static boolean matches(PartsMark mark, byte[] bytes) {
    return digest(bytes).equals(mark.digest());
  }

  private static String chartName(Release release) {
    return release.chart().name() + "-" + release.chart().metadata().version();
  }

  private static void move(
      Map<String, @Nullable Object> from, Map<String, @Nullable Object> to, List<String> keys) {
    for (String key : keys) {
      if (from.containsKey(key)) {
        to.put(key, from.remove(key));
      }
    }
  }

  private static Map<String, @Nullable Object> taken(
      Map<String, @Nullable Object> tree, String key, List<String> fields) {
    Map<String, @Nullable Object> left = table(tree, key);
    Map<String, @Nullable Object> taken = new LinkedHashMap<>();
    for (String field : fields) {
      if (left.get(field) != null) {
        taken.put(field, left.put(field, null));
      }
    }
    tree.put(key, left);
    return taken;
  }

  /** A copy that may be changed; empty where there is no such table. */
  private static Map<String, @Nullable Object> table(
      Map<String, @Nullable Object> tree, String key) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (tree.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> copy.put(String.valueOf(name), value));
    }
    return copy;
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(sha, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
