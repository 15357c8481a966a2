package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoError;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** Text that is different each time. */
final class RandomText {
  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private RandomText() {}

  static void addTo(Table table, SecureRandom random) {
    String ascii = ascii();
    table.add("randAlphaNum", "int", a -> pick(random, LETTERS + DIGITS, a.number(0)));
    table.add("randAlpha", "int", a -> pick(random, LETTERS, a.number(0)));
    table.add("randNumeric", "int", a -> pick(random, DIGITS, a.number(0)));
    table.add("randAscii", "int", a -> pick(random, ascii, a.number(0)));
    table.add("shuffle", "string", a -> shuffle(random, a.string(0)));
    table.add("uuidv4", "", a -> uuid(random));
    table.add("randBytes", "int", a -> bytes(random, a.number(0)));
  }

  private static String ascii() {
    StringBuilder out = new StringBuilder();
    for (char c = ' '; c < 0x7f; c++) {
      out.append(c);
    }
    return out.toString();
  }

  private static void checkLength(long count) {
    if (count > Budget.LONGEST_TEXT) {
      throw new GoError("the text is longer than " + Budget.LONGEST_TEXT + " characters");
    }
  }

  private static String pick(SecureRandom random, String from, long count) {
    checkLength(count);
    StringBuilder out = new StringBuilder();
    for (long i = 0; i < count; i++) {
      out.append(from.charAt(random.nextInt(from.length())));
    }
    return out.toString();
  }

  private static String shuffle(SecureRandom random, String text) {
    int[] chars = text.codePoints().toArray();
    for (int i = chars.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int c = chars[i];
      chars[i] = chars[other];
      chars[other] = c;
    }
    StringBuilder out = new StringBuilder(text.length());
    Arrays.stream(chars).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static String uuid(SecureRandom random) {
    long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private static String bytes(SecureRandom random, long count) {
    checkLength(count);
    byte[] bytes = new byte[(int) Math.max(count, 0)];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
