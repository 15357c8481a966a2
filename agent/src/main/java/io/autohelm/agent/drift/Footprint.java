package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an object's metadata tell of whether somebody changed what was applied. The server takes a
 * field that another manager sets out of the set of ours, so as long as that set is whole the
 * applied values are too; what controllers write elsewhere, status above all, leaves no trace here.
 *
 * @param uid tells a new object of the same name from the one before
 * @param fields a digest of the fields that are ours
 * @param applied when we last changed the object: tells another apply under our name
 * @param version counts changes of any field: of the specification where the kind counts these,
 *     else of the whole object
 */
record Footprint(String uid, String fields, String applied, String version) {
  /** Of an object that does not exist. */
  static final Footprint NONE = new Footprint("", "", "", "");

  static Footprint of(KubeObject object) {
    StringBuilder fields = new StringBuilder();
    StringBuilder applied = new StringBuilder();
    for (ManagedEntry entry : ManagedEntry.of(object)) {
      if (entry.isOurs()) {
        fields.append(entry.apiVersion());
        canonical(entry.fields(), fields);
        applied.append(entry.time());
      }
    }
    Object generation = object.metadata().get("generation");
    Object version = generation == null ? object.metadata().get("resourceVersion") : generation;
    return new Footprint(
        String.valueOf(object.metadata().get("uid")),
        fields.isEmpty() ? "" : digest(fields.toString()),
        applied.toString(),
        String.valueOf(version));
  }

  /** Whether all fields that a dry-run apply would make ours are ours. */
  boolean isWhole(Footprint wanted) {
    return !fields.isEmpty() && fields.equals(wanted.fields);
  }

  /** Whether the same of our fields are ours in the same object, whatever else has changed. */
  boolean isKept(Footprint other) {
    return uid.equals(other.uid) && fields.equals(other.fields) && applied.equals(other.applied);
  }

  private static void canonical(@Nullable Object fields, StringBuilder into) {
    if (fields instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, below) -> sorted.put(String.valueOf(key), below));
      into.append('{');
      sorted.forEach(
          (key, below) -> {
            into.append(key).append('\n');
            canonical(below, into);
          });
      into.append('}');
    }
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
