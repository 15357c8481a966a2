package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Lease says.
 *
 * @param holder empty where nobody holds it
 * @param transitions how often it went from one holder to another
 * @param uid of the Lease; empty before it is made
 * @param version its resource version; empty before it is made
 */
record LeaseState(
    String holder,
    Duration duration,
    Instant acquired,
    Instant renewed,
    long transitions,
    String uid,
    String version) {
  /** By which the Leases of releases are told from others. */
  static final String LABEL = "autohelm.io/lock";

  static final String VALUE = "release";

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static LeaseState first(String holder, Duration duration, Instant now) {
    return new LeaseState(holder, duration, now, now, 0, "", "");
  }

  static LeaseState of(KubeObject lease) {
    Map<?, ?> spec = lease.tree().get("spec") instanceof Map<?, ?> map ? map : Map.of();
    return new LeaseState(
        spec.get("holderIdentity") instanceof String text ? text : "",
        Duration.ofSeconds(number(spec.get("leaseDurationSeconds"))),
        time(spec.get("acquireTime")),
        time(spec.get("renewTime")),
        number(spec.get("leaseTransitions")),
        String.valueOf(lease.metadata().get("uid")),
        String.valueOf(lease.metadata().get("resourceVersion")));
  }

  LeaseState takenBy(String other, Duration forHowLong, Instant now) {
    return new LeaseState(other, forHowLong, now, now, transitions + 1, uid, version);
  }

  LeaseState renewed(Instant now) {
    return new LeaseState(holder, duration, acquired, now, transitions, uid, version);
  }

  /** When it may be taken by another. */
  Instant until() {
    return renewed.plus(duration);
  }

  /** The Lease to be sent; only the state that was read is replaced. */
  Map<String, @Nullable Object> tree(String namespace, String name) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("namespace", namespace);
    metadata.put("labels", Map.of(LABEL, VALUE));
    if (!version.isEmpty()) {
      metadata.put("uid", uid);
      metadata.put("resourceVersion", version);
    }
    Map<String, @Nullable Object> lease = new LinkedHashMap<>();
    lease.put("apiVersion", "coordination.k8s.io/v1");
    lease.put("kind", "Lease");
    lease.put("metadata", metadata);
    lease.put("spec", spec());
    return lease;
  }

  /** What is said, without the Lease's metadata. */
  Map<String, @Nullable Object> spec() {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("holderIdentity", holder);
    spec.put("leaseDurationSeconds", Math.max(1, duration.toSeconds()));
    spec.put("acquireTime", MICROS.format(acquired));
    spec.put("renewTime", MICROS.format(renewed));
    spec.put("leaseTransitions", transitions);
    return spec;
  }

  /** What a deletion says so that nothing newer than this state is deleted. */
  Map<String, @Nullable Object> deletion() {
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    options.put("apiVersion", "v1");
    options.put("kind", "DeleteOptions");
    options.put("preconditions", Map.of("uid", uid, "resourceVersion", version));
    return options;
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static Instant time(@Nullable Object value) {
    try {
      return OffsetDateTime.parse(String.valueOf(value)).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
