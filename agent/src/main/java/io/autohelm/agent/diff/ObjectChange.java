package io.autohelm.agent.diff;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;

/**
 * What becomes of one object.
 *
 * @param before the object as YAML, with what is secret masked; empty where there was none
 * @param after the same for what it becomes; empty where it goes
 * @param fields JSON pointers of what differs; empty unless the object is there before and after
 */
public record ObjectChange(
    Kind kind,
    String apiVersion,
    KubeObject.Id id,
    String before,
    String after,
    List<String> fields) {

  /** What happens to the object. */
  public enum Kind {
    ADDED("added"),
    CHANGED("changed"),
    REMOVED("removed");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public ObjectChange {
    fields = List.copyOf(fields);
  }
}
