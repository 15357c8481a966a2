package io.autohelm.engine.release;

import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartTree;
import io.autohelm.engine.manifest.Hook;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a release record: JSON, compressed, in base 64, as Helm 3 and 4 write and read it.
 * The base 64 that Kubernetes puts around a Secret's data comes on top and is not done here.
 */
public final class ReleaseCodec {
  /** More than an API server stores; a record that inflates beyond it is a bomb, not a release. */
  private static final int MAX_JSON = 256 * 1024 * 1024;

  private ReleaseCodec() {}

  /** The text for the key {@code release} of the record's Secret. */
  public static String encode(Release release) {
    return text(tree(release));
  }

  static String text(Map<String, @Nullable Object> tree) {
    return Base64.getEncoder().encodeToString(compressed(tree));
  }

  static byte[] compressed(Map<String, @Nullable Object> tree) {
    byte[] json = Json.print(tree).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 4);
    try (OutputStream gzip =
        new GZIPOutputStream(bytes, 1 << 13) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      gzip.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a record's text.
   *
   * @param labels the labels of the record's Secret; Helm's own are left out of the result
   * @throws ReleaseException with reason DAMAGED
   */
  public static Release decode(String text, Map<String, String> labels) {
    return decode(text, labels, null);
  }

  /**
   * Reads a record with what was taken out of it.
   *
   * @param rest the parts behind {@link PartsMark}, joined; null leaves the record slim
   * @throws ReleaseException with reason DAMAGED
   */
  public static Release decode(String text, Map<String, String> labels, byte @Nullable [] rest) {
    try {
      Map<String, @Nullable Object> tree = inflated(Base64.getDecoder().decode(text));
      boolean isRestored = rest != null && PackedRecord.restore(tree, inflated(rest));
      Release release = release(tree, labels);
      boolean isWhole = isRestored || !PackedRecord.isSlim(release);
      if (!isWhole || !labels.containsKey(PartsMark.LABEL)) {
        return release;
      }
      Map<String, String> own = new LinkedHashMap<>(release.labels());
      own.remove(PartsMark.LABEL);
      return release.withLabels(own);
    } catch (IOException | IllegalArgumentException | YamlException | ChartException e) {
      throw new ReleaseException(
          ReleaseException.Reason.DAMAGED, "cannot read a release record: " + e.getMessage(), e);
    }
  }

  private static Map<String, @Nullable Object> inflated(byte[] bytes) throws IOException {
    byte[] json = bytes;
    if (bytes.length > 3 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b && bytes[2] == 8) {
      try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        json = gzip.readNBytes(MAX_JSON);
      }
    }
    Object tree = Json.parse(new String(json, StandardCharsets.UTF_8));
    if (!(tree instanceof Map)) {
      throw new ReleaseException(
          ReleaseException.Reason.DAMAGED, "a release record is not a JSON object");
    }
    return new LinkedHashMap<>(table(tree));
  }

  /** The record before it becomes text, its fields in Helm's order. */
  public static Map<String, @Nullable Object> tree(Release release) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", release.name());
    tree.put("info", info(release.info()));
    tree.put("chart", ChartTree.of(release.chart()));
    if (!release.config().isEmpty()) {
      tree.put("config", release.config());
    }
    if (!release.manifest().isEmpty()) {
      tree.put("manifest", release.manifest());
    }
    if (!release.hooks().isEmpty()) {
      tree.put("hooks", release.hooks().stream().map(ReleaseCodec::hook).toList());
    }
    tree.put("version", (long) release.revision());
    tree.put("namespace", release.namespace());
    if (!release.applyMethod().isEmpty()) {
      tree.put("apply_method", release.applyMethod());
    }
    return tree;
  }

  private static Map<String, @Nullable Object> info(ReleaseInfo info) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    time(tree, "first_deployed", info.firstDeployed());
    time(tree, "last_deployed", info.lastDeployed());
    time(tree, "deleted", info.deleted());
    text(tree, "description", info.description());
    tree.put("status", info.status().text());
    if (info.rollbackRevision() != 0) {
      tree.put("rollback_revision", (long) info.rollbackRevision());
    }
    text(tree, "notes", info.notes());
    return tree;
  }

  private static Map<String, @Nullable Object> hook(HookRun run) {
    Hook hook = run.hook();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    text(tree, "name", hook.name());
    text(tree, "kind", hook.kind());
    text(tree, "path", hook.path());
    text(tree, "manifest", hook.manifest());
    list(tree, "events", hook.events().stream().map(HookEvent::text).toList());
    Map<String, @Nullable Object> last = new LinkedHashMap<>();
    time(last, "started_at", run.startedAt());
    time(last, "completed_at", run.completedAt());
    last.put("phase", run.phase());
    tree.put("last_run", last);
    if (hook.weight() != 0) {
      tree.put("weight", (long) hook.weight());
    }
    list(tree, "delete_policies", hook.deletePolicies());
    list(tree, "output_log_policies", hook.outputLogPolicies());
    return tree;
  }

  /** As Go writes it: with seconds, without zeros at the end of a fraction. */
  private static String text(OffsetDateTime time) {
    String local = ChartTree.time(time.toLocalDateTime().toInstant(ZoneOffset.UTC));
    return local.substring(0, local.length() - 1) + time.getOffset();
  }

  private static void time(
      Map<String, @Nullable Object> tree, String key, @Nullable OffsetDateTime time) {
    if (time != null) {
      tree.put(key, text(time));
    }
  }

  private static void text(Map<String, @Nullable Object> tree, String key, String value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }

  private static void list(Map<String, @Nullable Object> tree, String key, List<String> value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }

  private static Release release(Map<String, @Nullable Object> tree, Map<String, String> labels) {
    Map<String, @Nullable Object> info = table(tree.get("info"));
    List<HookRun> hooks = new ArrayList<>();
    if (tree.get("hooks") instanceof List<?> list) {
      list.forEach(item -> hooks.add(hookRun(table(item))));
    }
    return new Release(
        string(tree, "name"),
        string(tree, "namespace"),
        integer(tree, "version"),
        new ReleaseInfo(
            time(info, "first_deployed"),
            time(info, "last_deployed"),
            time(info, "deleted"),
            string(info, "description"),
            ReleaseStatus.of(string(info, "status")),
            integer(info, "rollback_revision"),
            string(info, "notes")),
        ChartTree.read(tree.get("chart")),
        table(tree.get("config")),
        string(tree, "manifest"),
        hooks,
        RecordLabels.users(labels),
        string(tree, "apply_method"));
  }

  private static HookRun hookRun(Map<String, @Nullable Object> tree) {
    List<HookEvent> events = new ArrayList<>();
    strings(tree, "events").forEach(name -> HookEvent.of(name).ifPresent(events::add));
    Map<String, @Nullable Object> last = table(tree.get("last_run"));
    return new HookRun(
        new Hook(
            string(tree, "name"),
            string(tree, "kind"),
            string(tree, "path"),
            string(tree, "manifest"),
            events,
            integer(tree, "weight"),
            strings(tree, "delete_policies"),
            strings(tree, "output_log_policies")),
        time(last, "started_at"),
        time(last, "completed_at"),
        string(last, "phase"));
  }

  private static String string(Map<String, @Nullable Object> tree, String key) {
    return tree.get(key) instanceof String text ? text : "";
  }

  private static int integer(Map<String, @Nullable Object> tree, String key) {
    return tree.get(key) instanceof Number number ? number.intValue() : 0;
  }

  private static List<String> strings(Map<String, @Nullable Object> tree, String key) {
    List<String> found = new ArrayList<>();
    if (tree.get(key) instanceof List<?> list) {
      list.forEach(item -> found.add(String.valueOf(item)));
    }
    return found;
  }

  private static @Nullable OffsetDateTime time(Map<String, @Nullable Object> tree, String key) {
    String text = string(tree, key);
    if (text.isEmpty() || text.startsWith("0001-01-01T00:00:00")) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
