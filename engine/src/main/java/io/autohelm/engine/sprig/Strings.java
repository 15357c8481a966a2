package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFormat;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.gotemplate.GoStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Strings. */
final class Strings {
  private Strings() {}

  static void addTo(Table table) {
    table.add("trim", "string", a -> GoStrings.trimSpace(a.string(0)));
    table.add("trimAll", "string, string", a -> trim(a.string(1), a.string(0)));
    table.alias("trimall", "trimAll");
    table.add("trimSuffix", "string, string", a -> trimSuffix(a.string(1), a.string(0)));
    table.add("trimPrefix", "string, string", a -> trimPrefix(a.string(1), a.string(0)));
    table.add("upper", "string", a -> map(a.string(0), Character::toUpperCase));
    table.add("lower", "string", a -> map(a.string(0), Character::toLowerCase));
    table.add("title", "string", a -> title(a.string(0)));
    table.add("untitle", "string", a -> untitle(a.string(0)));
    table.add("repeat", "int, string", a -> repeat(a.string(1), a.number(0)));
    table.add("substr", "int, int, string", a -> substring(a.string(2), a.number(0), a.number(1)));
    table.add("nospace", "string", a -> ByteText.withoutSpace(a.string(0)));
    table.add("trunc", "int, string", a -> truncate(a.string(1), a.number(0)));
    table.add("abbrev", "int, string", a -> abbreviate(a.string(1), 0, a.number(0)));
    table.add(
        "abbrevboth",
        "int, int, string",
        a -> abbreviateBoth(a.string(2), a.number(0), a.number(1)));
    table.add("initials", "string", a -> ByteText.initials(a.string(0)));
    table.add("wrap", "int, string", a -> ByteText.wrap(a.string(1), a.number(0), "\n", false));
    table.add(
        "wrapWith",
        "int, string, string",
        a -> ByteText.wrap(a.string(2), a.number(0), a.string(1), true));
    table.add("contains", "string, string", a -> a.string(1).contains(a.string(0)));
    table.add("hasPrefix", "string, string", a -> a.string(1).startsWith(a.string(0)));
    table.add("hasSuffix", "string, string", a -> a.string(1).endsWith(a.string(0)));
    table.add("quote", "...any", a -> joined(a.list(), Strings::quoted));
    table.add("squote", "...any", a -> joined(a.list(), v -> "'" + GoFormat.text(v) + "'"));
    table.add("cat", "...any", a -> joined(a.list(), GoFormat::text));
    table.add("indent", "int, string", a -> indent(a.string(1), a.number(0)));
    table.add("nindent", "int, string", a -> "\n" + indent(a.string(1), a.number(0)));
    table.add(
        "replace", "string, string, string", a -> replace(a.string(2), a.string(0), a.string(1)));
    table.add("plural", "string, string, int", a -> a.number(2) == 1 ? a.string(0) : a.string(1));
    table.add("snakecase", "string", a -> WordCase.lower(a.string(0), '_'));
    table.add("camelcase", "string", a -> WordCase.pascal(a.string(0)));
    table.add("kebabcase", "string", a -> WordCase.lower(a.string(0), '-'));
    table.add("swapcase", "string", a -> swapCase(a.string(0)));
    table.add("hello", "", a -> "Hello!");
  }

  private interface Printer {
    String print(@Nullable Object value);
  }

  private static String joined(List<@Nullable Object> values, Printer printer) {
    if (values.size() == 1) {
      return values.get(0) == null ? "" : printer.print(values.get(0));
    }
    List<String> texts = new ArrayList<>(values.size());
    for (Object value : values) {
      if (value != null) {
        texts.add(printer.print(value));
      }
    }
    return String.join(" ", texts);
  }

  private static String quoted(@Nullable Object value) {
    return GoQuote.quote(Cast.toText(value));
  }

  static String map(String text, IntUnaryOperator mapping) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(mapping.applyAsInt(GoStrings.rune(c))));
    return out.toString();
  }

  private static String trim(String text, String cutset) {
    String runes = map(cutset, c -> c);
    IntPredicate cut = c -> runes.indexOf(GoStrings.rune(c)) >= 0;
    int start = 0;
    int end = text.length();
    while (start < end && cut.test(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (end > start && cut.test(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static String trimSuffix(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  private static String trimPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  /** Go's {@code strings.Title}: the first letter of each word, by its old notion of a word. */
  private static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int before = ' ';
    for (int i = 0; i < text.length(); ) {
      int c = GoStrings.rune(text.codePointAt(i));
      i += Character.charCount(c);
      out.appendCodePoint(separates(before) ? Character.toTitleCase(c) : c);
      before = c;
    }
    return out.toString();
  }

  private static boolean separates(int c) {
    if (c < 0x80) {
      return !(Character.isLetterOrDigit(c) || c == '_');
    }
    return !Character.isLetter(c) && !Character.isDigit(c) && GoStrings.isSpace(c);
  }

  private static String untitle(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean first = true;
    for (int i = 0; i < text.length(); ) {
      int c = GoStrings.rune(text.codePointAt(i));
      i += Character.charCount(c);
      if (GoStrings.isSpace(c)) {
        first = true;
      } else if (first) {
        c = Character.toLowerCase(c);
        first = false;
      }
      out.appendCodePoint(c);
    }
    return out.toString();
  }

  static String repeat(String text, long count) {
    if (count < 0) {
      throw new GoError("strings: negative Repeat count");
    }
    if (!text.isEmpty() && count > Budget.LONGEST_TEXT / text.length()) {
      throw new GoError("the text is longer than " + Budget.LONGEST_TEXT + " characters");
    }
    return text.repeat((int) count);
  }

  private static String substring(String text, long start, long end) {
    long length = GoStrings.length(text);
    if (start < 0) {
      return GoStrings.slice(text, 0, end);
    }
    return GoStrings.slice(text, start, end < 0 || end > length ? length : end);
  }

  private static String truncate(String text, long count) {
    // A byte is never more than a character, so most texts need no counting.
    if (count >= 0 && text.length() * 3L <= count) {
      return text;
    }
    int length = GoStrings.length(text);
    if (count < 0 && length + count > 0) {
      return GoStrings.slice(text, length + count, length);
    }
    return count >= 0 && length > count ? GoStrings.slice(text, 0, count) : text;
  }

  private static String abbreviateBoth(String text, long left, long right) {
    return right < 4 || (left > 0 && right < 7) ? text : abbreviate(text, left, right);
  }

  private static String abbreviate(String text, long from, long width) {
    int length = GoStrings.length(text);
    if (width < 4 || length <= width) {
      return text;
    }
    long offset = Math.min(from, length);
    if (length - offset < width - 3) {
      offset = length - (width - 3);
    }
    if (offset <= 4) {
      return GoStrings.slice(text, 0, width - 3) + "...";
    }
    if (width < 7) {
      return "";
    }
    if (offset + width - 3 < length) {
      return "..." + abbreviate(GoStrings.slice(text, offset, length), 0, width - 3);
    }
    return "..." + GoStrings.slice(text, length - (width - 3), length);
  }

  private static String indent(String text, long spaces) {
    String pad = repeat(" ", spaces);
    long lines = text.chars().filter(c -> c == '\n').count();
    if (lines * spaces > Budget.LONGEST_TEXT) {
      throw new GoError("the text is longer than " + Budget.LONGEST_TEXT + " characters");
    }
    return pad + text.replace("\n", "\n" + pad);
  }

  private static long occurrences(String text, String part) {
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static String replace(String text, String old, String fresh) {
    long found = old.isEmpty() ? text.length() + 1L : occurrences(text, old);
    if (text.length() + found * (fresh.length() - old.length()) > Budget.LONGEST_TEXT) {
      throw new GoError("the text is longer than " + Budget.LONGEST_TEXT + " characters");
    }
    if (!old.isEmpty()) {
      return text.replace(old, fresh);
    }
    StringBuilder out = new StringBuilder(fresh);
    text.codePoints().forEach(c -> out.appendCodePoint(c).append(fresh));
    return out.toString();
  }

  /** Upper becomes lower and the reverse, but the first letter of a word becomes title case. */
  private static String swapCase(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean space = true;
    for (int i = 0; i < text.length(); ) {
      int c = GoStrings.rune(text.codePointAt(i));
      i += Character.charCount(c);
      if (Character.isUpperCase(c) || Character.isTitleCase(c)) {
        out.appendCodePoint(Character.toLowerCase(c));
        space = false;
      } else if (Character.isLowerCase(c)) {
        out.appendCodePoint(space ? Character.toTitleCase(c) : Character.toUpperCase(c));
        space = false;
      } else {
        out.appendCodePoint(c);
        space = GoStrings.isSpace(c);
      }
    }
    return out.toString();
  }
}
