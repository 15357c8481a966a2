package io.autohelm.engine.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON as Go's {@code encoding/json} reads and prints it. */
public final class Json {
  private Json() {}

  /**
   * Reads a JSON text; every number becomes a {@code Double}, of a repeated key the last one wins.
   *
   * @throws YamlException worded as Go's error
   */
  public static @Nullable Object parse(String text) {
    return new JsonReader(text, false).read();
  }

  /** As {@link #parse}, with integers exact: Long, or BigInteger up to 64 unsigned bits. */
  public static @Nullable Object parseExact(String text) {
    return new JsonReader(text, true).read();
  }

  /**
   * Prints as Go's {@code json.Marshal}: keys sorted, no blanks, and the characters that are
   * dangerous in HTML escaped.
   *
   * @throws YamlException for infinities and NaN
   */
  public static String print(@Nullable Object tree) {
    return new JsonPrinter(true, false).print(tree);
  }

  /** As {@link #print}, without the escapes for HTML: Sprig's {@code toRawJson}. */
  public static String printRaw(@Nullable Object tree) {
    return new JsonPrinter(false, false).print(tree);
  }

  /** Prints as Go's {@code json.MarshalIndent(tree, "", " ")} with two blanks a level. */
  public static String printPretty(@Nullable Object tree) {
    return new JsonPrinter(true, true).print(tree);
  }

  /** The bytes as a list of numbers: what version 3 of go-yaml takes a byte slice for. */
  static List<Object> listOf(byte[] bytes) {
    List<Object> numbers = new ArrayList<>(bytes.length);
    for (byte each : bytes) numbers.add((long) (each & 0xFF));
    return numbers;
  }

  /**
   * The text with every half of a surrogate pair replaced, as Go replaces bytes of no character.
   */
  static String wellFormed(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) continue;
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      if (repaired == null) repaired = new StringBuilder(text);
      repaired.setCharAt(i, '\uFFFD');
    }
    return repaired == null ? text : repaired.toString();
  }
}
