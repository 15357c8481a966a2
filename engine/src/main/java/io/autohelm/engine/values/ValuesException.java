package io.autohelm.engine.values;

/** Values that cannot be read or do not fit the chart. */
public final class ValuesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ValuesException(String message) {
    super(message);
  }

  ValuesException(String message, Throwable cause) {
    super(message, cause);
  }
}
