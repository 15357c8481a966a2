package io.autohelm.engine.gotemplate;

/**
 * A Java value that knows its Go type. A Map or List that does not implement this is taken for
 * {@code map[string]interface {}} or {@code []interface {}}; implementing it in a subclass of a
 * Java collection is how a named Go map or slice type without methods is made.
 */
public interface GoTyped {

  /** The Go type as {@code %T} prints it, such as {@code common.Values}. */
  String typeName();
}
