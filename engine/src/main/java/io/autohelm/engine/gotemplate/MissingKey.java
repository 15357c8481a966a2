package io.autohelm.engine.gotemplate;

/** What a template does when it asks a map for a key that is not there. */
public enum MissingKey {
  /** Goes on with no value at all; any field of it is again no value. */
  INVALID,
  /** Goes on with the zero value of the map's element type: for {@code any} that is nil. */
  ZERO,
  /** Stops with an error. */
  ERROR
}
