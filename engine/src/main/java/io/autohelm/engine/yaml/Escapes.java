package io.autohelm.engine.yaml;

import java.util.Map;

/** The escapes of double-quoted YAML scalars, as go-yaml chooses them. */
final class Escapes {
  private static final Map<Integer, String> SHORT =
      Map.ofEntries(
          Map.entry(0x00, "\\0"),
          Map.entry(0x07, "\\a"),
          Map.entry(0x08, "\\b"),
          Map.entry(0x09, "\\t"),
          Map.entry(0x0A, "\\n"),
          Map.entry(0x0B, "\\v"),
          Map.entry(0x0C, "\\f"),
          Map.entry(0x0D, "\\r"),
          Map.entry(0x1B, "\\e"),
          Map.entry(0x22, "\\\""),
          Map.entry(0x5C, "\\\\"),
          Map.entry(0x85, "\\N"),
          Map.entry(0xA0, "\\_"),
          Map.entry(0x2028, "\\L"),
          Map.entry(0x2029, "\\P"));

  private Escapes() {}

  static String of(int c) {
    String known = SHORT.get(c);
    if (known != null) return known;
    if (c <= 0xFF) return "\\x%02X".formatted(c);
    return c <= 0xFFFF ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c);
  }
}
