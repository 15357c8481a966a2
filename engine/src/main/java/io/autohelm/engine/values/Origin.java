package io.autohelm.engine.values;

/**
 * Where a value was written.
 *
 * @param source a chart's file from the root chart on ({@code shop/charts/db/values.yaml}), or what
 *     the layer was called: a values file, {@code --set db.name=x}
 * @param line in that file, from 1; 0 where it is no file, or not known
 * @param path of the value there, as {@link ValuesOrigins.Leaf#path}
 */
public record Origin(String source, int line, String path) {
  /** {@code values.yaml:3}. */
  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
