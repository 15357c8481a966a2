package io.autohelm.engine.semver;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One comparison of a constraint.
 *
 * @param operator the operator as written, or ""
 * @param rule what the operator asks
 * @param written the version as written, perhaps with numbers missing or an x for them
 * @param than the version with zeros in place of what is missing
 * @param given how many of the three numbers are given
 */
record Comparison(String operator, Rule rule, String written, Version than, int given) {
  private static final String NUMBER = "[0-9|xX*]+";
  private static final String IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";

  /** A version in a constraint. */
  static final String VERSION_TEXT =
      "v?%1$s(?:\\.%1$s)?(?:\\.%1$s)?(?:-%2$s)?(?:\\+%2$s)?".formatted(NUMBER, IDENTIFIERS);

  private static final Pattern VERSION =
      Pattern.compile(
          "v?(%1$s)(\\.%1$s)?(\\.%1$s)?(-%2$s)?(?:\\+%2$s)?".formatted(NUMBER, IDENTIFIERS));

  /** What an operator asks of a version. */
  interface Rule {
    /** Why a version is refused, or "". */
    String refusal(Comparison wanted, Version version);
  }

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry("", Comparison::equalOrTilde),
          Map.entry("=", Comparison::equalOrTilde),
          Map.entry("!=", Comparison::notEqual),
          Map.entry(">", Comparison::greater),
          Map.entry("<", Comparison::less),
          Map.entry(">=", Comparison::greaterOrEqual),
          Map.entry("=>", Comparison::greaterOrEqual),
          Map.entry("<=", Comparison::lessOrEqual),
          Map.entry("=<", Comparison::lessOrEqual),
          Map.entry("~", Comparison::tilde),
          Map.entry("~>", Comparison::tilde),
          Map.entry("^", Comparison::caret));

  static boolean hasForm(String operator, String written) {
    return RULES.containsKey(operator) && VERSION.matcher(written).matches();
  }

  /** Needs the right form; the numbers may still be none. */
  static Comparison of(String operator, String written) {
    Matcher matcher = VERSION.matcher(written);
    Rule rule = RULES.get(operator);
    if (rule == null || !matcher.matches()) throw new IllegalArgumentException(written);
    String major = matcher.group(1);
    String minor = matcher.group(2);
    String patch = matcher.group(3);
    String prerelease = matcher.group(4) == null ? "" : matcher.group(4);
    String filled = written;
    int given = 3;
    if (isWildcard(major)) {
      filled = "0.0.0" + prerelease;
      given = 0;
    } else if (minor == null || isWildcard(minor.substring(1))) {
      filled = major + ".0.0" + prerelease;
      given = 1;
    } else if (patch == null || isWildcard(patch.substring(1))) {
      filled = major + minor + ".0" + prerelease;
      given = 2;
    }
    try {
      return new Comparison(operator, rule, written, Version.parse(filled), given);
    } catch (SemverException notAVersion) {
      throw new SemverException("constraint parser error");
    }
  }

  boolean namesPrerelease() {
    return !than.prerelease().isEmpty();
  }

  /** Why a version is refused, or "". */
  String refusal(Version version, boolean prereleases) {
    if (!version.prerelease().isEmpty() && !prereleases) {
      return "\"%s\" is a prerelease version and the constraint is only looking for release versions"
          .formatted(version);
    }
    return rule.refusal(this, version);
  }

  @Override
  public String toString() {
    return operator + written;
  }

  private static boolean isWildcard(String number) {
    return number.equals("x") || number.equals("X") || number.equals("*");
  }

  private boolean minorMissing() {
    return given == 1;
  }

  private boolean patchMissing() {
    return given == 2;
  }

  private String says(Version version, String relation) {
    return "\"" + version + "\" " + relation + " \"" + written + "\"";
  }

  private String unless(boolean satisfied, Version version, String relation) {
    return satisfied ? "" : says(version, relation);
  }

  private String equalOrTilde(Version version) {
    if (given < 3) return tilde(version);
    return unless(version.compareTo(than) == 0, version, "is not equal to");
  }

  private String notEqual(Version version) {
    boolean differs;
    if (given == 3) {
      differs = version.compareTo(than) != 0;
    } else if (version.major() != than.major()) {
      differs = true;
    } else if (minorMissing()) {
      differs = false;
    } else if (version.minor() != than.minor()) {
      differs = true;
    } else if (patchMissing()) {
      differs = Version.comparePrerelease(version.prerelease(), than.prerelease()) != 0;
    } else {
      // Not even the major number is given; what is compared are the zeros in its place.
      differs = version.patch() != than.patch() || version.compareTo(than) != 0;
    }
    return unless(differs, version, "is equal to");
  }

  private String greater(Version version) {
    boolean greater;
    int major = Long.compareUnsigned(version.major(), than.major());
    if (given == 3 || (given == 0 && major == 0)) greater = version.compareTo(than) > 0;
    else if (major != 0) greater = major > 0;
    else greater = patchMissing() && Long.compareUnsigned(version.minor(), than.minor()) > 0;
    return unless(greater, version, "is less than or equal to");
  }

  private String less(Version version) {
    return unless(version.compareTo(than) < 0, version, "is greater than or equal to");
  }

  private String greaterOrEqual(Version version) {
    return unless(version.compareTo(than) >= 0, version, "is less than");
  }

  private String lessOrEqual(Version version) {
    boolean allowed;
    int major = Long.compareUnsigned(version.major(), than.major());
    if (given == 3) allowed = version.compareTo(than) <= 0;
    else if (major != 0) allowed = major < 0;
    else allowed = minorMissing() || Long.compareUnsigned(version.minor(), than.minor()) <= 0;
    return unless(allowed, version, "is greater than");
  }

  private String tilde(Version version) {
    if (version.compareTo(than) < 0) return says(version, "is less than");
    boolean zeros = than.major() == 0 && than.minor() == 0 && than.patch() == 0;
    if (zeros && !minorMissing() && !patchMissing()) return ""; // ~* and ~0.0.0 allow everything
    if (version.major() != than.major()) {
      return says(version, "does not have same major version as");
    }
    if (version.minor() != than.minor() && !minorMissing()) {
      return says(version, "does not have same major and minor version as");
    }
    return "";
  }

  private String caret(Version version) {
    if (version.compareTo(than) < 0) return says(version, "is less than");
    if (than.major() != 0 || minorMissing() || version.major() != 0) {
      return unless(
          version.major() == than.major(), version, "does not have same major version as");
    }
    if (than.minor() != 0 || patchMissing()) {
      return version.minor() == than.minor()
          ? ""
          : says(version, "does not have same minor version as")
              + ". Expected minor versions to match when constraint major version is 0";
    }
    if (version.minor() != 0) return says(version, "does not have same minor version as");
    return version.patch() == than.patch()
        ? ""
        : says(version, "does not equal")
            + ". Expect version and constraint to equal when major and minor versions are 0";
  }
}
