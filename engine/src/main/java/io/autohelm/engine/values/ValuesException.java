package io.autohelm.engine.values;

import java.util.ArrayList;
import java.util.List;

/** Values that cannot be read or do not fit the chart. */
public final class ValuesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> refused;

  public ValuesException(String message) {
    this(message, List.of());
  }

  /**
   * @param refused the values that a schema refuses, where that is known
   */
  ValuesException(String message, List<String> refused) {
    super(message);
    this.refused = new ArrayList<>(refused);
  }

  ValuesException(String message, Throwable cause) {
    super(message, cause);
    this.refused = new ArrayList<>();
  }

  /**
   * The values that a schema refuses, by paths as {@link ValuesOrigins.Leaf#path}, those of
   * sub-charts below their names; tables too. Empty where it is not about single values.
   */
  public List<String> refused() {
    return List.copyOf(refused);
  }
}
