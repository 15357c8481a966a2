package io.autohelm.engine.gotemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text made safe for HTML, JavaScript and URL queries. */
final class Escapes {
  private Escapes() {}

  /** The arguments as one text, the way the escaping functions see them. */
  static String text(List<@Nullable Object> args) {
    if (args.size() == 1 && args.get(0) instanceof String text) {
      return text;
    }
    List<@Nullable Object> printable = new ArrayList<>(args);
    printable.replaceAll(arg -> arg == null ? "<no value>" : arg);
    return GoFormat.sprint(printable);
  }

  static String html(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case 0 -> out.append('\uFFFD');
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  static String js(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> out.append("\\\\");
                case '\'' -> out.append("\\'");
                case '"' -> out.append("\\\"");
                case '<', '>', '&', '=' -> out.append(String.format(Locale.ROOT, "\\u%04X", c));
                default -> {
                  if (c < ' ' || (c >= 0x80 && !GoQuote.isPrint(GoStrings.rune(c)))) {
                    out.append(String.format(Locale.ROOT, "\\u%04X", c));
                  } else {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
    return out.toString();
  }

  /** Go's {@code url.QueryEscape}. */
  static String urlQuery(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : GoStrings.encode(text)) {
      int c = b & 0xff;
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.'
              || c == '~';
      if (plain) {
        out.append((char) c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        out.append('%').append(String.format(Locale.ROOT, "%02X", c));
      }
    }
    return out.toString();
  }
}
