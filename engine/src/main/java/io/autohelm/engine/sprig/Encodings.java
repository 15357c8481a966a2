package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoStrings;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 and base32. A text that is no encoding decodes to the words of the error, as in Sprig. */
final class Encodings {
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Encodings() {}

  static void addTo(Table table) {
    table.add(
        "b64enc", "string", a -> Base64.getEncoder().encodeToString(GoStrings.encode(a.string(0))));
    table.add("b64dec", "string", a -> decoded(a.string(0), BASE64, 6, 4, "base64"));
    table.add("b32enc", "string", a -> encode32(GoStrings.encode(a.string(0))));
    table.add("b32dec", "string", a -> decoded(onOneLine(a.string(0)), BASE32, 5, 8, "base32"));
  }

  /** Go's base32 takes the line ends out before it counts, its base64 as it goes. */
  private static String onOneLine(String text) {
    return text.replace("\n", "").replace("\r", "");
  }

  private static String encode32(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out.append(BASE32.charAt((buffer >> bits) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      out.append(BASE32.charAt((buffer << (5 - bits)) & 31));
    }
    while (out.length() % 8 != 0) {
      out.append('=');
    }
    return out.toString();
  }

  private static String decoded(String text, String alphabet, int width, int group, String name) {
    try {
      return GoStrings.decode(decode(text, alphabet, width, group));
    } catch (Corrupt e) {
      return "illegal " + name + " data at input byte " + e.position;
    }
  }

  /** Base64 bytes; null where the text is none. */
  static byte @Nullable [] base64(String text) {
    try {
      return decode(text, BASE64, 6, 4);
    } catch (Corrupt e) {
      return null;
    }
  }

  /** Where the text stops being an encoding, counted as Go counts. */
  static final class Corrupt extends Exception {
    private static final long serialVersionUID = 1L;
    private final int position;

    Corrupt(int position) {
      super("illegal data at input byte " + position, null, false, false);
      this.position = position;
    }

    String base64Message() {
      return "illegal base64 data at input byte " + position;
    }
  }

  static byte[] decodeBase64(String text) throws Corrupt {
    return decode(text, BASE64, 6, 4);
  }

  private static byte[] decode(String text, String alphabet, int width, int group) throws Corrupt {
    byte[] input = GoStrings.encode(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length);
    int at = 0;
    while (true) {
      int start = at;
      long buffer = 0;
      int count = 0;
      int padding = 0;
      while (count < group) {
        while (at < input.length && (input[at] == '\n' || input[at] == '\r')) {
          at++;
        }
        if (at == input.length) {
          if (count == 0) {
            return out.toByteArray();
          }
          // Base32 counts from where the whole group began.
          throw new Corrupt(group == 4 ? at - count : incomplete(start, count, at));
        }
        int c = input[at++] & 0xff;
        if (c == '=') {
          padding = group - count;
          at = padding(input, at, count, group);
          break;
        }
        int digit = c < 0x80 ? alphabet.indexOf(c) : -1;
        if (digit < 0) {
          throw new Corrupt(at - 1);
        }
        buffer = (buffer << width) | digit;
        count++;
      }
      buffer <<= (long) padding * width;
      int total = group * width / 8;
      int bytes = count * width / 8;
      for (int i = 0; i < bytes; i++) {
        out.write((int) (buffer >> (8 * (total - 1 - i))) & 0xff);
      }
      if (padding > 0) {
        return out.toByteArray();
      }
    }
  }

  private static int incomplete(int start, int count, int at) {
    return Math.max(start, at - count);
  }

  /** Reads the padding whose first character has been read; the position after it. */
  private static int padding(byte[] input, int after, int count, int group) throws Corrupt {
    int at = after;
    if (group == 4) {
      if (count < 2) {
        throw new Corrupt(at - 1);
      }
    } else if (count != 2 && count != 4 && count != 5 && count != 7) {
      throw new Corrupt(at - 1);
    }
    for (int i = count + 1; i < group; i++) {
      while (at < input.length && (input[at] == '\n' || input[at] == '\r')) {
        at++;
      }
      if (at == input.length) {
        throw new Corrupt(input.length);
      }
      if (input[at] != '=') {
        throw new Corrupt(at - 1);
      }
      at++;
    }
    while (at < input.length && (input[at] == '\n' || input[at] == '\r')) {
      at++;
    }
    if (at < input.length) {
      throw new Corrupt(at);
    }
    return at;
  }
}
