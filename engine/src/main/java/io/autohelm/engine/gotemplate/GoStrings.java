package io.autohelm.engine.gotemplate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Go's strings are bytes, ours are UTF-16. A byte that is not part of valid UTF-8 is carried as the
 * lone surrogate U+DC00 + byte, so that binary data survives a template; {@link #decode} and {@link
 * #encode} are exact inverses on every input.
 */
public final class GoStrings {
  private static final int ESCAPE = 0xDC00;

  private GoStrings() {}

  /** The string with those bytes. */
  public static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return decodeBroken(bytes);
    }
  }

  private static String decodeBroken(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    int i = 0;
    while (i < bytes.length) {
      int length = sequenceLength(bytes, i);
      if (length == 0) {
        out.append((char) (ESCAPE + (bytes[i] & 0xff)));
        i++;
      } else {
        out.append(new String(bytes, i, length, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return out.toString();
  }

  /** The length of the valid UTF-8 sequence there; 0 where there is none. */
  private static int sequenceLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** The bytes of that string. */
  public static byte[] encode(String text) {
    boolean broken = false;
    for (int i = 0; i < text.length() && !broken; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        broken = Character.isSurrogate(c);
      }
    }
    if (!broken) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isBrokenByte(c)) {
                out.write(c - ESCAPE);
              } else {
                byte[] bytes =
                    (Character.isBmpCodePoint(c) && Character.isSurrogate((char) c)
                            ? "\uFFFD"
                            : Character.toString(c))
                        .getBytes(StandardCharsets.UTF_8);
                out.write(bytes, 0, bytes.length);
              }
            });
    return out.toByteArray();
  }

  /** The character as Go's loop over a string gives it: what is no UTF-8 is U+FFFD. */
  public static int rune(int c) {
    return isBrokenByte(c) ? 0xFFFD : c;
  }

  /** Whether the code point stands for one byte that is not part of valid UTF-8. */
  static boolean isBrokenByte(int c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
  }

  /** Go's {@code len}: the number of bytes. */
  public static int length(String text) {
    return isAscii(text) ? text.length() : encode(text).length;
  }

  /**
   * Go's {@code text[from:to]}, by bytes.
   *
   * @throws GoError with Go's words if the bounds are no bounds of this text
   */
  public static String slice(String text, long from, long to) {
    boolean ascii = isAscii(text);
    byte[] bytes = ascii ? new byte[0] : encode(text);
    int length = ascii ? text.length() : bytes.length;
    if (to < 0 || to > length) {
      throw new GoError(
          "runtime error: slice bounds out of range [:"
              + to
              + "]"
              + (to < 0 ? "" : " with length " + length));
    }
    if (from < 0 || from > to) {
      throw new GoError(
          from < 0
              ? "runtime error: slice bounds out of range [" + from + ":]"
              : "runtime error: slice bounds out of range [" + from + ":" + to + "]");
    }
    if (ascii) {
      return text.substring((int) from, (int) to);
    }
    byte[] part = new byte[(int) (to - from)];
    System.arraycopy(bytes, (int) from, part, 0, part.length);
    return decode(part);
  }

  public static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Orders as Go does, by bytes. */
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for what is greater than any other char.
        boolean high = Character.isSurrogate(x);
        return high == Character.isSurrogate(y) ? x - y : high ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /** The keys of a map in Go's order. */
  public static List<String> sortedKeys(Map<String, ? extends @Nullable Object> map) {
    List<String> keys = new ArrayList<>(map.keySet());
    if (keys.size() > 1) {
      Collections.sort(keys, GoStrings::compare);
    }
    return keys;
  }

  /** Go's {@code strings.TrimSpace}. */
  public static String trimSpace(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Go's {@code unicode.IsSpace}. */
  public static boolean isSpace(int c) {
    return switch (c) {
      case '\t',
          '\n',
          0x0b,
          '\f',
          '\r',
          ' ',
          0x85,
          0xa0,
          0x1680,
          0x2028,
          0x2029,
          0x202f,
          0x205f,
          0x3000 ->
          true;
      default -> c >= 0x2000 && c <= 0x200a;
    };
  }
}
