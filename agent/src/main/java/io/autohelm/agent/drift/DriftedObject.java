package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An object that is not as its release has it.
 *
 * @param fields what differs; empty for a missing object
 */
public record DriftedObject(KubeObject.Id id, Change change, List<DriftedField> fields) {
  /** How it differs. */
  public enum Change {
    MISSING,
    MODIFIED
  }

  public DriftedObject {
    fields = List.copyOf(fields);
  }

  /** An object that is not there; who removed it the server does not tell. */
  public static DriftedObject missing(KubeObject.Id id) {
    return new DriftedObject(id, Change.MISSING, List.of());
  }

  /** The fields that differ, as JSON pointers. */
  public List<String> paths() {
    return fields.stream().map(DriftedField::path).toList();
  }

  @Override
  public String toString() {
    return id
        + (change == Change.MISSING
            ? " is missing"
            : " differs at "
                + fields.stream().map(DriftedField::toString).collect(Collectors.joining(", ")));
  }
}
