package io.autohelm.agent.declaration;

import java.util.List;

/**
 * Values of a release that are kept in its namespace, in ConfigMaps and Secrets. The names and
 * meanings are those of Flux's {@code valuesFrom}.
 *
 * @param references in the order of the declaration
 */
public record ClusterValues(List<Reference> references) {
  public static final ClusterValues NONE = new ClusterValues(List.of());

  public ClusterValues {
    references = List.copyOf(references);
  }

  /** What may hold values. */
  public enum Kind {
    CONFIG_MAP("ConfigMap"),
    SECRET("Secret");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As Kubernetes writes it. */
    public String text() {
      return text;
    }
  }

  /**
   * A key of an object.
   *
   * @param path where it is declared, for problems: {@code spec.valuesFrom[1]}
   * @param files how many values files are declared before it: it is laid over those
   * @param key holds a YAML table, or, where there is a target, a single value
   * @param target where in the values the single value is set, above all others, as {@code --set}
   *     writes paths; empty for a table
   * @param optional whether object and key may be missing
   * @param literal whether the single value is taken as it is, not as {@code --set} reads it
   * @param place where it stands in the declaration's file
   */
  public record Reference(
      String path,
      int files,
      Kind kind,
      String name,
      String key,
      String target,
      boolean optional,
      boolean literal,
      Place place) {}
}
