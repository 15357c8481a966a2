package io.autohelm.engine.chart;

/** A chart that cannot be read or is not valid; the message is worded as Helm words it. */
public final class ChartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChartException(String message) {
    super(message);
  }

  ChartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A rule for Chart.yaml that is broken, as Helm's ValidationError prints it. */
  static ChartException invalid(String message) {
    return new ChartException("validation: " + message);
  }
}
