package io.autohelm.engine.gotemplate;

import java.util.Map;

/**
 * What one execution brings along.
 *
 * @param late the bodies of functions made by {@link GoFunction#late}, by name
 * @param budget shared by all executions of one rendering
 */
public record RunSettings(MissingKey missingKey, Map<String, GoFunction> late, Budget budget) {
  /** Go's defaults and no late functions. */
  public static final RunSettings PLAIN = new RunSettings(MissingKey.INVALID, Map.of());

  /** Without a limit of time. */
  public RunSettings(MissingKey missingKey, Map<String, GoFunction> late) {
    this(missingKey, late, Budget.timeless());
  }
}
