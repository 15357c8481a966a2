package io.autohelm.engine.gotemplate;

import java.util.ArrayList;
import java.util.List;

/** A function's parameters. Holding one means that its text was understood. */
public final class Signature {
  /** Any number of arguments of any type. */
  public static final Signature ANYTHING = parse("...any");

  private final GoType[] fixed;
  private final GoType rest;
  private final boolean variadic;
  private final String text;

  private Signature(GoType[] fixed, GoType rest, boolean variadic, String text) {
    this.text = text;
    this.fixed = fixed;
    this.rest = rest;
    this.variadic = variadic;
  }

  /**
   * Reads a parameter list such as {@code "string, int, ...any"}; the empty text is no parameters.
   */
  public static Signature parse(String parameters) {
    List<GoType> fixed = new ArrayList<>();
    if (parameters.isBlank()) {
      return new Signature(new GoType[0], GoType.ANY, false, parameters);
    }
    for (String part : parameters.split(",", -1)) {
      String name = part.strip();
      if (name.startsWith("...")) {
        GoType rest = GoType.parse(name.substring(3));
        return new Signature(fixed.toArray(GoType[]::new), rest, true, parameters);
      }
      fixed.add(GoType.parse(name));
    }
    return new Signature(fixed.toArray(GoType[]::new), GoType.ANY, false, parameters);
  }

  /** The number of parameters before the variadic one. */
  int fixed() {
    return fixed.length;
  }

  boolean variadic() {
    return variadic;
  }

  GoType parameter(int index) {
    return index < fixed.length ? fixed[index] : rest;
  }

  /** The parameter list as it was given: {@code string, int, ...any}. */
  @Override
  public String toString() {
    return text;
  }
}
