package io.autohelm.engine.lint;

import java.util.regex.Pattern;

/** What passes for an e-mail address and for a URL in Chart.yaml. */
final class WebAddress {
  private static final int LONGEST_URL = 2083;
  private static final int SHORTEST_URL = 3;

  private static final String WIDE = "\\x{A0}-\\x{D7FF}\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFEF}";
  private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~" + WIDE + "-]+";
  private static final String QUOTED = "\"([^\"\\\\\\r\\n]|\\\\.)*\"";
  private static final String ALNUM = "[a-zA-Z0-9" + WIDE + "]";
  private static final String LETTER = "[a-zA-Z" + WIDE + "]";
  private static final String DOMAIN = ALNUM + "([a-zA-Z0-9._~" + WIDE + "-]*" + ALNUM + ")?";
  private static final String LAST = LETTER + "([a-zA-Z0-9_~" + WIDE + "-]*" + LETTER + ")?";
  private static final Pattern EMAIL =
      Pattern.compile(
          "(" + ATOM + "(\\." + ATOM + ")*|" + QUOTED + ")@" + DOMAIN + "\\." + LAST + "\\.?");

  private static final String WORD = "[a-zA-Z0-9\\x{A1}-\\x{FFFF}]";
  private static final String NAME = WORD + "+([-_]+" + WORD + "+)*";
  private static final Pattern URL =
      Pattern.compile(
          "((ftp|tcp|udp|wss?|https?)://)?(\\S+(:\\S*)?@)?("
              + NAME
              + "(\\."
              + NAME
              + ")*|\\[[0-9a-fA-F:.]+(%[0-9a-zA-Z]+)?\\])\\.?(:[0-9]{1,5})?([/?#]\\S*)?");

  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
  private static final Pattern HOST =
      Pattern.compile("([^@/?]*@)?(\\[[^\\]]*\\]|[^\\s:<>\"\\[\\]^`{|}\\\\]*)(:[0-9]*)?");

  private WebAddress() {}

  static boolean isEmail(String text) {
    return EMAIL.matcher(text).matches();
  }

  /** An address that a browser would take, with or without its scheme. */
  static boolean isUrl(String text) {
    return text.length() > SHORTEST_URL
        && text.length() < LONGEST_URL
        && !text.startsWith(".")
        && !BAD_ESCAPE.matcher(text).find()
        && (text.contains("://") || text.contains(":") || text.contains("."))
        && URL.matcher(text).matches();
  }

  /** An absolute URL by the rules of Go's parser of requests: it has a scheme. */
  static boolean isRequestUrl(String text) {
    if (CONTROL.matcher(text).find()) {
      return false;
    }
    var scheme = SCHEME.matcher(text);
    if (!scheme.lookingAt()) {
      return false;
    }
    String rest = text.substring(scheme.end());
    int query = rest.indexOf('?');
    String path = query < 0 ? rest : rest.substring(0, query);
    if (!path.startsWith("/")) {
      return true;
    }
    if (path.startsWith("//")) {
      int slash = path.indexOf('/', 2);
      String authority = slash < 0 ? path.substring(2) : path.substring(2, slash);
      if (!HOST.matcher(authority).matches()) {
        return false;
      }
    }
    return !BAD_ESCAPE.matcher(path).find();
  }
}
