package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code metadata.managedFields}: who set which fields, how and when.
 *
 * @param operation {@code Apply} or {@code Update}
 * @param subresource empty for the object itself
 * @param time as the server writes it, or empty
 */
record ManagedEntry(
    String manager,
    String operation,
    String subresource,
    String apiVersion,
    String time,
    Map<String, @Nullable Object> fields) {
  private static final String OUR_NAME = "helm";

  /** All entries; none where the object has been stripped of them. */
  static List<ManagedEntry> of(KubeObject object) {
    List<ManagedEntry> entries = new ArrayList<>();
    if (object.metadata().get("managedFields") instanceof List<?> list) {
      for (Object item : list) {
        Map<String, @Nullable Object> entry = table(item);
        entries.add(
            new ManagedEntry(
                text(entry.get("manager")),
                text(entry.get("operation")),
                text(entry.get("subresource")),
                text(entry.get("apiVersion")),
                text(entry.get("time")),
                table(entry.get("fieldsV1"))));
      }
    }
    return entries;
  }

  /** Whether these are the fields that we applied. */
  boolean isOurs() {
    return manager.equals(OUR_NAME) && operation.equals("Apply") && subresource.isEmpty();
  }

  /** Whether it is about the state that a controller reports. */
  boolean isStatus() {
    return subresource.equals("status");
  }

  @Nullable Instant at() {
    try {
      return time.isEmpty() ? null : Instant.parse(time);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
