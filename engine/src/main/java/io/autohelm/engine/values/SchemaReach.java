package io.autohelm.engine.values;

/** Where the references of a chart's {@code values.schema.json} may lead. */
public enum SchemaReach {
  /**
   * Into the schema itself; a reference to a file or an address is refused. For charts of others.
   */
  ITSELF,
  /** Where Helm follows them: to any file of this machine and to any address by HTTP. */
  ANYWHERE
}
