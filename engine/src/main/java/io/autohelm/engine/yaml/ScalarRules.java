package io.autohelm.engine.yaml;

import java.math.BigInteger;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an unquoted scalar means: the rules of go-yaml version 2, a dialect of YAML 1.1. */
final class ScalarRules {
  static final String STR = "tag:yaml.org,2002:str";
  static final String BINARY = "tag:yaml.org,2002:binary";
  static final String MERGE = "tag:yaml.org,2002:merge";
  private static final String BOOL = "tag:yaml.org,2002:bool";
  private static final String INT = "tag:yaml.org,2002:int";
  private static final String FLOAT = "tag:yaml.org,2002:float";
  private static final String NULL = "tag:yaml.org,2002:null";
  private static final String TIMESTAMP = "tag:yaml.org,2002:timestamp";

  private static final Set<String> CHECKED = Set.of(BOOL, INT, FLOAT, NULL, TIMESTAMP);
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final Pattern FLOAT_TEXT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern DOTTED_FLOAT =
      Pattern.compile("\\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?");
  private static final Pattern BINARY_SIGNED = Pattern.compile("0b[-+][01]+"); // an oddity of Go's
  private static final Pattern OCTAL_SIGNED = Pattern.compile("0o[-+][0-7]+");
  private static final Pattern BASE_60 =
      Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
  private static final Pattern TIMESTAMP_TEXT =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
              + "(?:([Tt]| +)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?"
              + "(?:Z|[-+]([0-9]{2}):([0-9]{2}))?)?");

  /** The length of the longest of {@link #WORDS}. */
  static final int LONGEST_WORD = 5;

  private static final Map<String, Meaning> WORDS = new HashMap<>();

  static {
    for (String word : new String[] {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE"}) {
      WORDS.put(word, new Meaning(BOOL, true));
    }
    for (String word : new String[] {"on", "On", "ON"}) WORDS.put(word, new Meaning(BOOL, true));
    for (String word : new String[] {"n", "N", "no", "No", "NO", "false", "False", "FALSE"}) {
      WORDS.put(word, new Meaning(BOOL, false));
    }
    for (String word : new String[] {"off", "Off", "OFF"})
      WORDS.put(word, new Meaning(BOOL, false));
    for (String word : new String[] {"", "~", "null", "Null", "NULL"}) {
      WORDS.put(word, new Meaning(NULL, null));
    }
    for (String word : new String[] {".nan", ".NaN", ".NAN"}) {
      WORDS.put(word, new Meaning(FLOAT, Double.NaN));
    }
    for (String word : new String[] {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"}) {
      WORDS.put(word, new Meaning(FLOAT, Double.POSITIVE_INFINITY));
    }
    for (String word : new String[] {"-.inf", "-.Inf", "-.INF"}) {
      WORDS.put(word, new Meaning(FLOAT, Double.NEGATIVE_INFINITY));
    }
  }

  private ScalarRules() {}

  /** A tag and a value; timestamps keep their text, as go-yaml hands them on. */
  record Meaning(String tag, @Nullable Object value) {}

  /** Whether the text is one of the words for a boolean, null, or a number that is none. */
  static boolean isWord(String text) {
    return WORDS.containsKey(text);
  }

  /**
   * Whether the text is of the kind that most are: letters, digits, dots, dashes and slashes that
   * begin with a letter, which needs no quotes and means itself. False also where it is not sure.
   */
  static boolean isPlainWord(String text) {
    if (text.isEmpty() || !isLetter(text.charAt(0))) return false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !(c >= '-' && c <= '9') && c != '_') return false;
    }
    return text.length() > LONGEST_WORD || !isWord(text);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** What text means without a tag. */
  static Meaning meaning(String text) {
    Meaning word = WORDS.get(text);
    if (word != null) return word;
    char first = text.charAt(0);
    if (first == '.')
      return DOTTED_FLOAT.matcher(text).matches()
          ? asFloat(text.replace("_", ""), text)
          : string(text);
    if (first != '+' && first != '-' && (first < '0' || first > '9')) return string(text);
    if (isTimestamp(text)) return new Meaning(TIMESTAMP, text);
    return number(text);
  }

  /**
   * What text means with an explicit tag.
   *
   * @throws YamlException where the tag is one of the basic types and the text is of another
   */
  static Meaning meaning(String tag, String text) {
    if (tag.equals(STR)) return string(text);
    if (!CHECKED.contains(tag)) return new Meaning(tag, text); // taken as a string
    Meaning plain = meaning(text);
    if (!tag.equals(TIMESTAMP) && plain.tag.equals(TIMESTAMP)) plain = number(text);
    if (plain.tag.equals(tag)) return plain;
    if (tag.equals(FLOAT) && plain.value instanceof Long number) {
      return new Meaning(FLOAT, (double) number);
    }
    throw new YamlException(
        "yaml: cannot decode %s `%s` as a %s".formatted(shorten(plain.tag), text, shorten(tag)));
  }

  /** Whether a printed string must be quoted so that it is read back as a string. */
  static boolean readsAsString(String text) {
    return meaning(text).tag.equals(STR) && !BASE_60.matcher(text).matches();
  }

  /** The same for version 3, which reads one more oddity as an octal number. */
  static boolean readsAsStringInVersion3(String text) {
    return readsAsString(text) && !OCTAL_SIGNED.matcher(text).matches();
  }

  private static Meaning string(String text) {
    return new Meaning(STR, text);
  }

  private static Meaning number(String text) {
    String digits = text.indexOf('_') < 0 ? text : text.replace("_", "");
    Object integer = integer(digits);
    if (integer == null && BINARY_SIGNED.matcher(digits).matches()) {
      integer = integer(digits.charAt(2) + "0b" + digits.substring(3));
    }
    if (integer != null) return new Meaning(INT, integer);
    return FLOAT_TEXT.matcher(digits).matches() ? asFloat(digits, text) : string(text);
  }

  private static Meaning asFloat(String digits, String text) {
    double value = Double.parseDouble(digits);
    return Double.isInfinite(value) ? string(text) : new Meaning(FLOAT, value);
  }

  /** An integer in one of Go's four bases: Long, BigInteger up to 64 unsigned bits, or null. */
  private static @Nullable Object integer(String text) {
    int at = 0;
    boolean signed = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
    if (signed) at++;
    int radix = 10;
    if (text.length() > at + 1 && text.charAt(at) == '0') {
      radix =
          switch (text.charAt(at + 1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
          };
      at += radix == 0 ? 1 : 2;
      if (radix == 0) radix = 8;
    }
    if (at == text.length()) return null;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 || Character.digit(c, radix) < 0) return null;
    }
    BigInteger value = new BigInteger(text.substring(at), radix);
    if (signed && text.charAt(0) == '-') value = value.negate();
    if (value.bitLength() < 64) return value.longValue();
    return signed || value.compareTo(MAX_UINT64) > 0 ? null : value;
  }

  private static boolean isTimestamp(String text) {
    if (text.length() < 8 || text.charAt(4) != '-') return false;
    Matcher matcher = TIMESTAMP_TEXT.matcher(text);
    if (!matcher.matches()) return false;
    int month = Integer.parseInt(matcher.group(2));
    int day = Integer.parseInt(matcher.group(3));
    if (month < 1 || month > 12 || day < 1) return false;
    if (day > YearMonth.of(Integer.parseInt(matcher.group(1)), month).lengthOfMonth()) return false;
    String between = matcher.group(4);
    if (between == null) return true;
    // With a letter between date and time a zone must follow; with a space none may.
    boolean zone = text.endsWith("Z") || matcher.group(8) != null;
    if (zone == between.startsWith(" ")) return false;
    if (matcher.group(8) != null
        && (Integer.parseInt(matcher.group(8)) > 24 || Integer.parseInt(matcher.group(9)) > 60)) {
      return false;
    }
    return Integer.parseInt(matcher.group(5)) < 24
        && Integer.parseInt(matcher.group(6)) < 60
        && Integer.parseInt(matcher.group(7)) < 60;
  }

  static String shorten(String tag) {
    String standard = "tag:yaml.org,2002:";
    return tag.startsWith(standard) ? "!!" + tag.substring(standard.length()) : tag;
  }
}
