package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.PackedRecord;
import io.autohelm.engine.release.PartsMark;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.RevisionLabels;
import io.autohelm.engine.yaml.Json;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of records that are too large for one object. */
final class RecordParts {
  /** Not Helm's owner label, so that its lists do not see parts. */
  static final String OWNER = "autohelm";

  /** Parts are written before the record that refers to them. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  private final KubeHttp http;
  private final RecordKind kind;
  private final RecordListing listing;
  private final Clock clock;

  RecordParts(KubeHttp http, RecordKind kind, Clock clock) {
    this.http = http;
    this.kind = kind;
    this.listing = new RecordListing(http, kind);
    this.clock = clock;
  }

  /** Writes what is not there yet: parts are named by what they hold, so they never change. */
  void write(Release release, PartsMark mark, List<byte[]> parts) {
    if (present(release.namespace(), release.name(), mark) == parts.size()) {
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      Map<String, String> labels = new LinkedHashMap<>();
      labels.put("owner", OWNER);
      labels.put("name", release.name());
      labels.put(PartsMark.LABEL, mark.text());
      Map<String, @Nullable Object> object =
          kind.object(release.namespace(), mark.partName(release.name(), i + 1), labels);
      kind.put(object, parts.get(i));
      KubeResponse response = http.post(kind.path(release.namespace()), Json.printRaw(object));
      if (!response.isSuccess() && response.code() != 409) {
        throw response.refusal(
            "record a part of revision " + release.revision() + " of release " + release.name(),
            true);
      }
    }
  }

  private int present(String namespace, String name, PartsMark mark) {
    return listing
        .metadata(
            namespace,
            "owner=" + OWNER + ",name=" + name + "," + PartsMark.LABEL + "=" + mark.text())
        .size();
  }

  /** What the parts hold together; empty where one is missing or is not what it should be. */
  Optional<byte[]> read(String namespace, String name, PartsMark mark) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int part = 1; part <= mark.count(); part++) {
      KubeResponse response = http.get(kind.path(namespace, mark.partName(name, part)));
      if (response.isNotFound()) {
        return Optional.empty();
      }
      if (!response.isSuccess()) {
        throw response.refusal("read a part of release " + name, true);
      }
      try {
        bytes.writeBytes(kind.part(response.object()));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    byte[] all = bytes.toByteArray();
    return PackedRecord.matches(mark, all) ? Optional.of(all) : Optional.empty();
  }

  /**
   * Removes the parts of one release, or of all, that no record refers to. Of one release only its
   * own writer removes them, so none is about to be referred to; of all, those that are young stay.
   *
   * @param records every record that may refer to them
   * @param name null for all releases
   */
  int sweep(String namespace, @Nullable String name, List<RevisionLabels> records) {
    Set<String> referred = new HashSet<>();
    for (RevisionLabels record : records) {
      record
          .parts()
          .ifPresent(
              mark -> referred.add(record.namespace() + "/" + record.name() + "/" + mark.text()));
    }
    String selector = "owner=" + OWNER + (name == null ? "" : ",name=" + name);
    int removed = 0;
    for (KubeObject part : listing.metadata(namespace, selector + "," + PartsMark.LABEL)) {
      String key = part.namespace() + "/" + part.label("name") + "/" + part.label(PartsMark.LABEL);
      if (!referred.contains(key) && (name != null || isOld(part))) {
        KubeResponse response = http.delete(kind.path(part.namespace(), part.name()), "{}");
        removed += response.isSuccess() ? 1 : 0;
      }
    }
    return removed;
  }

  private boolean isOld(KubeObject part) {
    try {
      Instant made = Instant.parse(String.valueOf(part.metadata().get("creationTimestamp")));
      return made.plus(GRACE).isBefore(clock.instant());
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
