package io.autohelm.engine.values;

import org.jspecify.annotations.Nullable;

/** Formats of names: JSON pointers, UUIDs and versions. */
final class PointerFormats {
  private static final int[] UUID_PARTS = {8, 4, 4, 4, 12};

  private PointerFormats() {}

  static @Nullable String pointer(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (!text.startsWith("/")) {
      return "not starting with /";
    }
    for (int i = text.indexOf('~'); i >= 0; i = text.indexOf('~', i + 1)) {
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 'x';
      if (next != '0' && next != '1') {
        return "~ must be followed by 0 or 1";
      }
    }
    return null;
  }

  static @Nullable String relative(String text) {
    int digits = 0;
    while (digits < text.length() && isDigit(text.charAt(digits))) {
      digits++;
    }
    if (digits == 0) {
      return "must start with non-negative integer";
    }
    if (digits > 1 && text.startsWith("0")) {
      return "starts with zero";
    }
    String rest = text.substring(digits);
    return rest.equals("#") ? null : pointer(rest);
  }

  static @Nullable String uuid(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != UUID_PARTS.length) {
      return "must have " + UUID_PARTS.length + " elements";
    }
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].length() != UUID_PARTS[i]) {
        return "element " + (i + 1) + " must be " + UUID_PARTS[i] + " characters long";
      }
      for (int c : parts[i].codePoints().toArray()) {
        if (Character.digit(c, 16) < 0 || c > 'f') {
          return "non-hex character " + SchemaFormats.quoted(c);
        }
      }
    }
    return null;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static @Nullable String semver(String text) {
    String core = text;
    int plus = core.indexOf('+');
    if (plus >= 0) {
      String build = core.substring(plus + 1);
      if (build.isEmpty()) {
        return "build is empty";
      }
      String refusal = identifiers(build, "build");
      if (refusal != null) {
        return refusal;
      }
      core = core.substring(0, plus);
    }
    int dash = core.indexOf('-');
    if (dash >= 0) {
      String refusal = identifiers(core.substring(dash + 1), "pre-release");
      if (refusal != null) {
        return refusal;
      }
      core = core.substring(0, dash);
    }
    String[] numbers = core.split("\\.", -1);
    if (numbers.length != 3) {
      return "versionCore must have 3 numbers separated by dot";
    }
    String[] names = {"major", "minor", "patch"};
    for (int i = 0; i < 3; i++) {
      if (numbers[i].isEmpty()) {
        return names[i] + " is empty";
      }
      if (numbers[i].length() > 1 && numbers[i].startsWith("0")) {
        return names[i] + " starts with zero";
      }
      if (!numbers[i].chars().allMatch(PointerFormats::isDigit)) {
        return names[i] + " contains non-digit";
      }
    }
    return null;
  }

  private static @Nullable String identifiers(String text, String kind) {
    for (String identifier : text.split("\\.", -1)) {
      if (identifier.isEmpty()) {
        return kind + " identifier is empty";
      }
      for (int c : identifier.codePoints().toArray()) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !isDigit(c) && c != '-') {
          return "invalid character " + SchemaFormats.quoted(c) + " in " + kind + " identifier";
        }
      }
      if (kind.startsWith("pre")
          && identifier.length() > 1
          && identifier.startsWith("0")
          && identifier.chars().allMatch(PointerFormats::isDigit)) {
        return "pre-release numeric identifier starts with zero";
      }
    }
    return null;
  }
}
