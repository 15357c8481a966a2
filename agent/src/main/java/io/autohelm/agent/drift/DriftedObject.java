package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An object that is not as its release has it.
 *
 * @param fields what differs; empty unless the object is modified
 */
public record DriftedObject(KubeObject.Id id, Change change, List<DriftedField> fields) {
  /** How it differs. */
  public enum Change {
    /** It does not exist. */
    MISSING,
    /** Fields of it differ. */
    MODIFIED,
    /** It bears the release's name, and the release does not have it. */
    EXTRA;

    /** Whether applying the release again mends it; nothing is deleted for that. */
    public boolean isCorrectable() {
      return this != EXTRA;
    }

    /** For people, programs and metrics: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DriftedObject {
    fields = List.copyOf(fields);
  }

  /** An object that is not there; who removed it the server does not tell. */
  public static DriftedObject missing(KubeObject.Id id) {
    return new DriftedObject(id, Change.MISSING, List.of());
  }

  /** An object that is there and should not be. */
  public static DriftedObject extra(KubeObject.Id id) {
    return new DriftedObject(id, Change.EXTRA, List.of());
  }

  /** What of some drift applying the release again mends. */
  public static List<DriftedObject> correctable(List<DriftedObject> drift) {
    return drift.stream().filter(drifted -> drifted.change().isCorrectable()).toList();
  }

  /** What of some drift still stands when all that applying mends has been applied, or not. */
  public static List<DriftedObject> standing(List<DriftedObject> drift, boolean isPutRight) {
    return drift.stream()
        .filter(drifted -> !isPutRight || !drifted.change().isCorrectable())
        .toList();
  }

  /** The same with each value of a field as {@code shown} makes of it. */
  public DriftedObject redacted(UnaryOperator<String> shown) {
    return new DriftedObject(
        id, change, fields.stream().map(field -> field.redacted(shown)).toList());
  }

  /** The fields that differ, as JSON pointers. */
  public List<String> paths() {
    return fields.stream().map(DriftedField::path).toList();
  }

  @Override
  public String toString() {
    return id
        + switch (change) {
          case MISSING -> " is missing";
          case EXTRA -> " bears the release's name and is not in its manifest";
          case MODIFIED ->
              " differs at "
                  + fields.stream().map(DriftedField::toString).collect(Collectors.joining(", "));
        };
  }
}
