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
    table.add("b64dec", "string", a -> decoded64(a.string(0)));
    table.add("b32enc", "string", a -> encode32(GoStrings.encode(a.string(0))));
    table.add("b32dec", "string", a -> decoded32(a.string(0)));
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

  private static String decoded64(String text) {
    try {
      return GoStrings.decode(decodeBase64(text));
    } catch (Corrupt e) {
      return e.base64Message();
    }
  }

  /** Go's base32 takes the line ends out before it counts, its base64 as it goes. */
  private static String decoded32(String text) {
    try {
      return GoStrings.decode(decode32(GoStrings.encode(text.replace("\n", "").replace("\r", ""))));
    } catch (Corrupt e) {
      return "illegal base32 data at input byte " + e.position;
    }
  }

  /** Base64 bytes; null where the text is none. */
  static byte @Nullable [] base64(String text) {
    try {
      return decode64(GoStrings.encode(text));
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
    return decode64(GoStrings.encode(text));
  }

  /** Line ends count in positions; four characters are a group. */
  private static byte[] decode64(byte[] input) throws Corrupt {
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length);
    int at = 0;
    while (true) {
      int buffer = 0;
      int count = 0;
      while (count < 4) {
        at = afterLineEnds(input, at);
        if (at == input.length) {
          if (count == 0) {
            return out.toByteArray();
          }
          throw new Corrupt(at - count);
        }
        int c = input[at++];
        if (c == '=') {
          endOfPadding64(input, at, count);
          write(out, buffer, count, 6);
          return out.toByteArray();
        }
        buffer = (buffer << 6) | digit(BASE64, c, at - 1);
        count++;
      }
      write(out, buffer, count, 6);
    }
  }

  /** Reads the padding whose first character, before {@code after}, has been read. */
  private static void endOfPadding64(byte[] input, int after, int count) throws Corrupt {
    if (count < 2) {
      throw new Corrupt(after - 1);
    }
    int at = after;
    if (count == 2) {
      at = afterLineEnds(input, at);
      if (at == input.length) {
        throw new Corrupt(at);
      }
      if (input[at] != '=') {
        throw new Corrupt(at - 1);
      }
      at++;
    }
    at = afterLineEnds(input, at);
    if (at < input.length) {
      throw new Corrupt(at);
    }
  }

  private static int afterLineEnds(byte[] input, int from) {
    int at = from;
    while (at < input.length && (input[at] == '\n' || input[at] == '\r')) {
      at++;
    }
    return at;
  }

  /**
   * Eight characters are a group. {@code =} pads only after two characters and with fewer than
   * eight to come, elsewhere it is a wrong character; what follows a whole padding is not read.
   */
  private static byte[] decode32(byte[] input) throws Corrupt {
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length);
    int at = 0;
    while (at < input.length) {
      long buffer = 0;
      int count = 0;
      while (count < 8) {
        if (at == input.length) {
          throw new Corrupt(at - count);
        }
        int c = input[at++];
        if (c == '=' && count >= 2 && input.length - at < 8) {
          checkPadding32(input, at, count);
          write(out, buffer, count, 5);
          return out.toByteArray();
        }
        buffer = (buffer << 5) | digit(BASE32, c, at - 1);
        count++;
      }
      write(out, buffer, count, 5);
    }
    return out.toByteArray();
  }

  private static void checkPadding32(byte[] input, int at, int count) throws Corrupt {
    int more = 7 - count;
    if (input.length - at < more) {
      throw new Corrupt(input.length);
    }
    for (int i = 0; i < more; i++) {
      if (input[at + i] != '=') {
        throw new Corrupt(at + i - 1);
      }
    }
    if (count == 3 || count == 6) {
      throw new Corrupt(at - 1);
    }
  }

  private static int digit(String alphabet, int c, int position) throws Corrupt {
    int digit = c < 0 ? -1 : alphabet.indexOf(c);
    if (digit < 0) {
      throw new Corrupt(position);
    }
    return digit;
  }

  /** Writes the whole bytes of {@code count} digits of {@code width} bits. */
  private static void write(ByteArrayOutputStream out, long digits, int count, int width) {
    int bits = count * width;
    for (int left = bits - 8; left >= 0; left -= 8) {
      out.write((int) (digits >> left) & 0xff);
    }
  }
}
