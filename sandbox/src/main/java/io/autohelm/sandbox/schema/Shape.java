package io.autohelm.sandbox.schema;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the schema says of one value. Named types refer to each other in circles, hence the
 * suppliers.
 */
public final class Shape {
  /** The forms a value can have. */
  public enum Form {
    /** Text. */
    STRING,
    /** Base64 text that stands for bytes. */
    BYTES,
    /** A number. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** Any scalar (int-or-string, quantities, times). */
    SCALAR,
    /** A list of {@link #element()}. */
    LIST,
    /** An object with known {@link #fields()}. */
    STRUCT,
    /** An object with free keys and values of {@link #element()}. */
    MAP,
    /** Unknown: objects are granular, everything else is a leaf. */
    ANY
  }

  /** A field of a struct. {@code number} is its protobuf number, 0 where there is none. */
  public record Field(int number, Supplier<Shape> type, @Nullable String keyDefault) {
    /** What the field's value is like. */
    public Shape shape() {
      return type.get();
    }
  }

  /** Anything, walked as far as objects go. */
  public static final Shape ANY = new Shape("", Form.ANY, false, Map.of(), null, List.of());

  /** Anything, owned as one leaf. */
  public static final Shape OPAQUE = new Shape("", Form.ANY, true, Map.of(), null, List.of());

  private final String name;
  private final Form form;
  private final boolean atomic;
  private final Map<String, Field> fields;
  private final @Nullable Supplier<Shape> element;
  private final List<String> keys;

  private Shape(
      String name,
      Form form,
      boolean atomic,
      Map<String, Field> fields,
      @Nullable Supplier<Shape> element,
      List<String> keys) {
    this.name = name;
    this.form = form;
    this.atomic = atomic;
    this.fields = fields;
    this.element = element;
    this.keys = keys;
  }

  static Shape scalar(String name, Form form) {
    return new Shape(name, form, false, Map.of(), null, List.of());
  }

  static Shape list(Supplier<Shape> element, boolean atomic, List<String> keys) {
    return new Shape("", Form.LIST, atomic, Map.of(), element, keys);
  }

  static Shape map(Supplier<Shape> element, boolean atomic) {
    return new Shape("", Form.MAP, atomic, Map.of(), element, List.of());
  }

  /** {@code element} non-null: unknown fields are kept and look like it. */
  static Shape struct(
      String name, Map<String, Field> fields, @Nullable Supplier<Shape> element, boolean atomic) {
    return new Shape(name, Form.STRUCT, atomic, fields, element, List.of());
  }

  Shape asAtomic() {
    return new Shape(name, form, true, fields, element, keys);
  }

  /** The type's name in the table; empty for nameless shapes. */
  public String name() {
    return name;
  }

  /** Which form values have. */
  public Form form() {
    return form;
  }

  /** Whether the value is changed and owned as one. */
  public boolean atomic() {
    return atomic;
  }

  /** The known fields of a struct. */
  public Map<String, Field> fields() {
    return fields;
  }

  /** The keys that tell a list's items apart; empty for a set and for an atomic list. */
  public List<String> keys() {
    return keys;
  }

  /** Whether a struct keeps fields that it does not know. */
  public boolean open() {
    return form != Form.STRUCT || element != null;
  }

  /** What items of a list or values of a map are like; {@link #ANY} where nothing is said. */
  public Shape element() {
    return element == null ? (atomic ? OPAQUE : ANY) : element.get();
  }

  /** What the value under the key of an object is like. */
  public Shape field(String key) {
    Field field = fields.get(key);
    return field == null ? element() : field.shape();
  }
}
