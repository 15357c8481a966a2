package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoStrings;
import java.nio.charset.StandardCharsets;

/**
 * The string functions that look at bytes where they should look at characters. Each works on a
 * text that has one char for each byte.
 */
final class ByteText {
  private ByteText() {}

  private static String bytes(String text) {
    return GoStrings.isAscii(text)
        ? text
        : new String(GoStrings.encode(text), StandardCharsets.ISO_8859_1);
  }

  private static String text(String bytes) {
    return GoStrings.isAscii(bytes)
        ? bytes
        : GoStrings.decode(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Bytes that are left count as characters of their own, as in Sprig. */
  static String withoutSpace(String text) {
    String bytes = bytes(text);
    StringBuilder out = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      if (!GoStrings.isSpace(bytes.charAt(i))) {
        out.append(bytes.charAt(i));
      }
    }
    return out.length() == bytes.length() ? text : out.toString();
  }

  static String initials(String text) {
    String bytes = bytes(text);
    StringBuilder out = new StringBuilder();
    boolean gap = true;
    for (int i = 0; i < bytes.length(); i++) {
      boolean space = GoStrings.isSpace(bytes.charAt(i));
      if (!space && gap) {
        out.append(bytes.charAt(i));
      }
      gap = space;
    }
    return out.toString();
  }

  static String wrap(String text, long width, String newLine, boolean breakWords) {
    String bytes = bytes(text);
    String separator = newLine.isEmpty() ? "\n" : bytes(newLine);
    int length = bytes.length();
    int limit = (int) Math.min(Math.max(width, 1), Integer.MAX_VALUE / 2);
    StringBuilder out = new StringBuilder(length + 16);
    int offset = 0;
    while (length - offset > limit) {
      if (bytes.charAt(offset) == ' ') {
        offset++;
        continue;
      }
      if (out.length() > Budget.LONGEST_TEXT) {
        throw Budget.tooLong();
      }
      int space = offset + limit;
      while (space >= offset && bytes.charAt(space) != ' ') {
        space--;
      }
      if (space >= offset) {
        out.append(bytes, offset, space).append(separator);
        offset = space + 1;
      } else if (breakWords) {
        out.append(bytes, offset, offset + limit).append(separator);
        offset += limit;
      } else {
        int next = bytes.indexOf(' ', offset + limit);
        if (next < 0) {
          out.append(bytes, offset, length);
          offset = length;
        } else {
          out.append(bytes, offset, next).append(separator);
          offset = next + 1;
        }
      }
    }
    if (offset > length) {
      throw new GoError("runtime error: slice bounds out of range [" + offset + ":" + length + "]");
    }
    return text(out.append(bytes, offset, length).toString());
  }
}
