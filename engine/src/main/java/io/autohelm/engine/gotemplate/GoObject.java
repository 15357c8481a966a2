package io.autohelm.engine.gotemplate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value where Go has a struct, or a named type with methods. Templates reach its fields and
 * methods by name, methods first, as Go does.
 *
 * <p>A struct answers {@link #hasField} and {@link #field}. A named map, slice, string or number
 * says so by {@link #kind} and gives the value of that kind as {@link #plain}: {@code len}, {@code
 * range}, {@code index}, comparisons and truth look at that, and so do field names where the kind
 * is a map.
 */
public interface GoObject extends GoTyped {

  /** The kind of the underlying type. */
  default GoKind kind() {
    return GoKind.STRUCT;
  }

  default boolean hasField(String name) {
    return false;
  }

  /** The field's value; asked only where {@link #hasField} says yes. */
  default @Nullable Object field(String name) {
    return null;
  }

  /** The method of that name bound to this value, or null where there is none. */
  default @Nullable GoFunction method(String name) {
    return null;
  }

  /**
   * The value as data, made of maps, lists, strings and numbers only: what JSON and YAML printing
   * shows, and, for every kind but a struct, what the template works on.
   */
  @Nullable Object plain();

  /**
   * A struct's fields with their values in the order of their declaration, the hidden ones too:
   * what {@code printf} shows for a verb that the type's own text does not answer. Null where the
   * value is no struct, or where Go shows addresses.
   */
  default @Nullable Map<String, @Nullable Object> layout() {
    return null;
  }

  /** What Go's {@code String()} method gives, or null where the type has no such method. */
  default @Nullable String text() {
    return null;
  }

  /**
   * The value as {@code %v} prints it, from an object that cannot change and keeps a text that is
   * long to make; null where printing is for others.
   */
  default @Nullable String printed() {
    return null;
  }
}
