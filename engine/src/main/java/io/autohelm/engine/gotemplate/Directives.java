package io.autohelm.engine.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One format of Go's {@code Printf}: reads its directives and has a {@link Printer} print the
 * arguments that they name.
 */
final class Directives {
  private static final int LARGE = 1_000_000;

  private final StringBuilder out;
  private final String format;
  private final List<? extends @Nullable Object> args;
  private final Flags flags = new Flags();
  private final Printer printer;

  private int at;
  private int argument;
  private boolean reordered;
  private boolean goodArgument;

  Directives(StringBuilder out, String format, List<? extends @Nullable Object> args) {
    this.out = out;
    this.format = format;
    this.args = args;
    this.printer = new Printer(out, flags);
  }

  /** Prints the whole format. */
  void print() {
    int end = format.length();
    while (at < end) {
      goodArgument = true;
      int percent = format.indexOf('%', at);
      if (percent < 0) {
        out.append(format, at, end);
        break;
      }
      out.append(format, at, percent);
      printer.checkLength();
      at = percent + 1;
      flags.clear();
      readFlags();
      if (!directive()) {
        break;
      }
    }
    if (!reordered && argument < args.size()) {
      extraArguments();
    }
  }

  private void readFlags() {
    for (; at < format.length(); at++) {
      switch (format.charAt(at)) {
        case '#' -> flags.sharp = true;
        case '0' -> flags.zero = true;
        case '+' -> flags.plus = true;
        case '-' -> flags.minus = true;
        case ' ' -> flags.space = true;
        default -> {
          return;
        }
      }
    }
  }

  /** The rest of a directive after its flags; false where the format ends inside it. */
  private boolean directive() {
    boolean afterIndex = readIndex();
    afterIndex = readWidth(afterIndex);
    if (at + 1 < format.length() && format.charAt(at) == '.') {
      afterIndex = readPrecision(afterIndex);
    }
    if (!afterIndex) {
      readIndex();
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return false;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (!goodArgument) {
      out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
    } else if (argument >= args.size()) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      if (verb == 'v' || verb == 'w') {
        flags.goSyntax = flags.sharp;
        flags.fieldNames = flags.plus;
        flags.sharp = false;
        flags.plus = false;
      }
      printer.print(args.get(argument), verb);
      argument++;
    }
    return true;
  }

  private boolean readWidth(boolean afterIndex) {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Integer number = numberArgument();
      flags.hasWidth = number != null;
      flags.width = number == null ? 0 : number;
      if (number == null) {
        out.append("%!(BADWIDTH)");
      }
      if (flags.width < 0) {
        flags.width = -flags.width;
        flags.minus = true;
        flags.zero = false;
      }
      return false;
    }
    Integer number = readNumber();
    flags.hasWidth = number != null;
    flags.width = number == null ? 0 : number;
    if (afterIndex && flags.hasWidth) {
      goodArgument = false;
    }
    return afterIndex;
  }

  private boolean readPrecision(boolean afterIndex) {
    at++;
    if (afterIndex) {
      goodArgument = false;
    }
    boolean index = readIndex();
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Integer number = numberArgument();
      flags.hasPrecision = number != null && number >= 0;
      flags.precision = flags.hasPrecision && number != null ? number : 0;
      if (!flags.hasPrecision) {
        out.append("%!(BADPREC)");
      }
      return false;
    }
    Integer number = readNumber();
    flags.hasPrecision = true;
    flags.precision = number == null ? 0 : number;
    return index;
  }

  private @Nullable Integer readNumber() {
    int start = at;
    int number = 0;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      if (number > LARGE) {
        at = format.length();
        return null;
      }
      number = number * 10 + (format.charAt(at) - '0');
      at++;
    }
    return at == start ? null : (Integer) number;
  }

  private @Nullable Integer numberArgument() {
    if (argument >= args.size()) {
      return null;
    }
    Object arg = GoValues.underlying(args.get(argument));
    argument++;
    if ((arg instanceof Long || arg instanceof GoInteger) && arg instanceof Number number) {
      long value = number.longValue();
      return value > LARGE || value < -LARGE ? null : (Integer) (int) value;
    }
    return null;
  }

  /** Reads an explicit argument index such as {@code [2]}. */
  private boolean readIndex() {
    if (at >= format.length() || format.charAt(at) != '[') {
      return false;
    }
    reordered = true;
    int close = format.indexOf(']', at);
    if (format.length() - at < 3 || close < 0) {
      goodArgument = false;
      at++;
      return false;
    }
    int start = at + 1;
    at = start;
    Integer number = start < close ? readNumber() : null;
    boolean wellFormed = number != null && at == close;
    at = close + 1;
    if (!wellFormed || number == null) {
      goodArgument = false;
      return false;
    }
    if (number < 1 || number > args.size()) {
      goodArgument = false;
    } else {
      argument = number - 1;
    }
    return true;
  }

  private void extraArguments() {
    flags.clear();
    out.append("%!(EXTRA ");
    for (int i = argument; i < args.size(); i++) {
      if (i > argument) {
        out.append(", ");
      }
      Object arg = args.get(i);
      if (arg == null) {
        out.append("<nil>");
      } else {
        out.append(GoValues.typeName(arg)).append('=');
        printer.print(arg, 'v');
      }
    }
    out.append(')');
  }
}
