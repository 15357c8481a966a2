package io.autohelm.engine.release;

import org.jspecify.annotations.Nullable;

/** Where records are kept; what {@code HELM_DRIVER} chooses among. */
public enum ReleaseDriver {
  SECRET,
  CONFIG_MAP,
  /** Gone at the end of the process. */
  MEMORY;

  /**
   * The driver that Helm takes at this word; none or an empty one means {@link #SECRET}.
   *
   * @throws IllegalArgumentException for a word that Helm does not know, and for {@code sql}
   */
  public static ReleaseDriver of(@Nullable String word) {
    return switch (word == null ? "" : word) {
      case "", "secret", "secrets" -> SECRET;
      case "configmap", "configmaps" -> CONFIG_MAP;
      case "memory" -> MEMORY;
      case "sql" ->
          throw new IllegalArgumentException(
              "records in a SQL database are not supported: use secret, configmap or memory");
      default ->
          throw new IllegalArgumentException(
              "unknown driver \"" + word + "\": expected secret, configmap or memory");
    };
  }
}
