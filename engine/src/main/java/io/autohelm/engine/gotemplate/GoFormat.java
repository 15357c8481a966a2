package io.autohelm.engine.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as text the way Go's {@code fmt} prints them. */
public final class GoFormat {
  private GoFormat() {}

  /** Appends the value as {@code %v} prints it. */
  public static void append(StringBuilder out, @Nullable Object value) {
    if (value instanceof String
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof GoInteger) {
      out.append(value);
    } else {
      new Printer(out, new Flags()).print(value, 'v');
    }
  }

  /** The value as {@code %v} prints it; nil is {@code <nil>}. */
  public static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  /**
   * As {@link #text}, of a text that is not printed as a rule, such as the key that a chart makes
   * of all it can see by mistake; it may be {@link Budget#LONGEST_KEY} long.
   */
  public static String keyText(Object value) {
    StringBuilder out = new StringBuilder();
    new Printer(out, new Flags(), Budget.LONGEST_KEY).print(value, 'v');
    return out.toString();
  }

  /** Go's {@code fmt.Sprint}: spaces only between operands neither of which is a string. */
  public static String sprint(List<? extends @Nullable Object> args) {
    StringBuilder out = new StringBuilder();
    boolean afterString = false;
    for (int i = 0; i < args.size(); i++) {
      Object arg = args.get(i);
      boolean isString = arg != null && GoValues.kind(arg) == GoKind.STRING;
      if (i > 0 && !isString && !afterString) {
        out.append(' ');
      }
      append(out, arg);
      afterString = isString;
    }
    return out.toString();
  }

  /** Go's {@code fmt.Sprintln}. */
  public static String sprintln(List<? extends @Nullable Object> args) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < args.size(); i++) {
      if (i > 0) {
        out.append(' ');
      }
      append(out, args.get(i));
    }
    return out.append('\n').toString();
  }

  /** Go's {@code fmt.Sprintf}, its complaints inside the text included. */
  public static String sprintf(String format, List<? extends @Nullable Object> args) {
    StringBuilder out = new StringBuilder(format.length() + 16);
    new Directives(out, format, args).print();
    return out.toString();
  }

  /** Go's {@code strconv.FormatFloat(value, 'f', precision, 64)}; -1 is the shortest. */
  public static String fixed(double value, int precision) {
    return FloatText.format(value, 'f', precision, 64);
  }

  /** Go's {@code strconv.FormatFloat(value, 'g', -1, 64)}. */
  public static String shortest(double value) {
    return FloatText.format(value, 'g', FloatText.SHORTEST, 64);
  }

  /** Go's {@code strconv.FormatFloat(value, 'e', -1, 64)}. */
  public static String exponent(double value) {
    return FloatText.format(value, 'e', FloatText.SHORTEST, 64);
  }
}
