package io.autohelm.engine.semver;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A semantic version.
 *
 * <p>Two versions that differ in build metadata or spelling alone compare as 0 but are not equal:
 * the order is that of precedence.
 *
 * @param major the first number, 64 bits without sign
 * @param minor the second number, 64 bits without sign
 * @param patch the third number, 64 bits without sign
 * @param prerelease what follows the hyphen, or ""
 * @param metadata what follows the plus, or ""
 * @param original the text as it was given, such as {@code v1.2}
 */
public record Version(
    long major, long minor, long patch, String prerelease, String metadata, String original)
    implements Comparable<Version> {

  private static final int LONGEST = 256;
  private static final String IDENTIFIERS = "([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)";
  private static final Pattern LENIENT =
      Pattern.compile(
          "v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-%1$s)?(?:\\+%1$s)?"
              .formatted(IDENTIFIERS));
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z-]+");
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /**
   * Reads leniently: a leading {@code v}, missing numbers and leading zeros are taken.
   *
   * @throws SemverException for anything else
   */
  public static Version parse(String text) {
    if (text.length() > LONGEST) throw tooLong();
    Matcher matcher = LENIENT.matcher(text);
    if (!matcher.matches()) throw new SemverException("invalid semantic version");
    String prerelease = orEmpty(matcher.group(4));
    if (!prerelease.isEmpty()) checkPrerelease(prerelease);
    return new Version(
        segment(matcher.group(1)),
        segment(matcher.group(2)),
        segment(matcher.group(3)),
        prerelease,
        orEmpty(matcher.group(5)),
        text);
  }

  /**
   * Reads what the specification allows and nothing else.
   *
   * @throws SemverException that says what is wrong
   */
  public static Version strict(String text) {
    if (text.isEmpty()) throw new SemverException("version string empty");
    if (text.length() > LONGEST) throw tooLong();
    String[] parts = text.split("\\.", 3);
    if (parts.length != 3) throw new SemverException("invalid semantic version");
    String metadata = "";
    String prerelease = "";
    int plus = parts[2].indexOf('+');
    if (plus >= 0) {
      metadata = parts[2].substring(plus + 1);
      parts[2] = parts[2].substring(0, plus);
      checkMetadata(metadata);
    }
    int hyphen = parts[2].indexOf('-');
    if (hyphen >= 0) {
      prerelease = parts[2].substring(hyphen + 1);
      parts[2] = parts[2].substring(0, hyphen);
      checkPrerelease(prerelease);
    }
    for (String part : parts) {
      if (!part.isEmpty() && !NUMBER.matcher(part).matches()) {
        throw new SemverException("invalid characters in version");
      }
      if (part.length() > 1 && part.charAt(0) == '0') {
        throw new SemverException("version segment starts with 0");
      }
      if (part.isEmpty()) {
        throw new SemverException("strconv.ParseUint: parsing \"\": invalid syntax");
      }
    }
    return new Version(
        segment(parts[0]), segment(parts[1]), segment(parts[2]), prerelease, metadata, text);
  }

  /** The next patch version; of a prerelease, its release. */
  public Version nextPatch() {
    return prerelease.isEmpty()
        ? spelled(major, minor, next(patch), "", "")
        : spelled(major, minor, patch, "", "");
  }

  /** The next minor version. */
  public Version nextMinor() {
    return spelled(major, next(minor), 0, "", "");
  }

  /** The next major version. */
  public Version nextMajor() {
    return spelled(next(major), 0, 0, "", "");
  }

  /** This version with another prerelease, "" for none. */
  public Version withPrerelease(String other) {
    if (!other.isEmpty()) checkPrerelease(other);
    return spelled(major, minor, patch, other, metadata);
  }

  /** This version with other build metadata, "" for none. */
  public Version withMetadata(String other) {
    if (!other.isEmpty()) checkMetadata(other);
    return spelled(major, minor, patch, prerelease, other);
  }

  @Override
  public int compareTo(Version other) {
    int order = Long.compareUnsigned(major, other.major);
    if (order == 0) order = Long.compareUnsigned(minor, other.minor);
    if (order == 0) order = Long.compareUnsigned(patch, other.patch);
    if (order != 0 || prerelease.equals(other.prerelease)) return order;
    if (prerelease.isEmpty()) return 1;
    return other.prerelease.isEmpty() ? -1 : comparePrerelease(prerelease, other.prerelease);
  }

  /** The canonical text: three numbers, prerelease, metadata, no {@code v}. */
  @Override
  public String toString() {
    return Long.toUnsignedString(major)
        + "."
        + Long.toUnsignedString(minor)
        + "."
        + Long.toUnsignedString(patch)
        + (prerelease.isEmpty() ? "" : "-" + prerelease)
        + (metadata.isEmpty() ? "" : "+" + metadata);
  }

  static int comparePrerelease(String left, String right) {
    String[] a = left.split("\\.", -1);
    String[] b = right.split("\\.", -1);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = comparePart(i < a.length ? a[i] : "", i < b.length ? b[i] : "");
      if (order != 0) return order;
    }
    return 0;
  }

  private static int comparePart(String a, String b) {
    if (a.equals(b)) return 0;
    if (a.isEmpty()) return -1;
    if (b.isEmpty()) return 1;
    boolean numberA = isNumber(a);
    boolean numberB = isNumber(b);
    if (numberA && numberB) {
      int order = new BigInteger(a).compareTo(new BigInteger(b));
      return order > 0 ? 1 : -1;
    }
    if (numberA != numberB) return numberA ? -1 : 1;
    return Integer.signum(a.compareTo(b));
  }

  private static boolean isNumber(String part) {
    return NUMBER.matcher(part).matches() && new BigInteger(part).compareTo(LARGEST) <= 0;
  }

  private static long next(long segment) {
    if (segment == -1) throw new SemverException("version increment would overflow uint64");
    return segment + 1;
  }

  private Version spelled(long major, long minor, long patch, String prerelease, String metadata) {
    Version next = new Version(major, minor, patch, prerelease, metadata, "");
    String prefix = original.startsWith("v") ? "v" : "";
    return new Version(major, minor, patch, prerelease, metadata, prefix + next);
  }

  private static long segment(@Nullable String digits) {
    if (digits == null) return 0;
    BigInteger value = new BigInteger(digits);
    if (value.compareTo(LARGEST) > 0) {
      throw new SemverException(
          "error parsing version segment: strconv.ParseUint: parsing \"%s\": value out of range"
              .formatted(digits));
    }
    return value.longValue();
  }

  private static void checkPrerelease(String prerelease) {
    for (String part : prerelease.split("\\.", -1)) {
      if (NUMBER.matcher(part).matches()) {
        if (part.length() > 1 && part.charAt(0) == '0') {
          throw new SemverException("version segment starts with 0");
        }
      } else if (!IDENTIFIER.matcher(part).matches()) {
        throw new SemverException("invalid prerelease string");
      }
    }
  }

  private static void checkMetadata(String metadata) {
    for (String part : metadata.split("\\.", -1)) {
      if (!IDENTIFIER.matcher(part).matches()) {
        throw new SemverException("invalid metadata string");
      }
    }
  }

  private static SemverException tooLong() {
    return new SemverException("version string is too long (max " + LONGEST + " bytes)");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
