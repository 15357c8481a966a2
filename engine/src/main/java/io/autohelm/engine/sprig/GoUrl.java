package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.gotemplate.GoStrings;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A URL by the rules of Go's {@code net/url}.
 *
 * @param path without escapes; {@code rawPath} is how it was written, where that is not the usual
 *     escaping, and empty otherwise. Fragment likewise.
 * @param emptyQuery a question mark with nothing after it
 */
record GoUrl(
    String scheme,
    String opaque,
    @Nullable User user,
    String host,
    String path,
    String rawPath,
    String query,
    boolean emptyQuery,
    String fragment,
    String rawFragment) {

  /** User name, and password where one was given. */
  record User(String name, @Nullable String password) {
    @Override
    public String toString() {
      String text = escape(name, Part.USER);
      return password == null ? text : text + ":" + escape(password, Part.USER);
    }
  }

  /** Where in a URL a text stands, for that decides what must be escaped. */
  private enum Part {
    PATH,
    HOST,
    ZONE,
    USER,
    FRAGMENT
  }

  String userText() {
    return user == null ? "" : user.toString();
  }

  String hostname() {
    if (host.startsWith("[") && host.indexOf(']') > 0) {
      return host.substring(1, host.indexOf(']'));
    }
    int colon = host.lastIndexOf(':');
    boolean port = colon >= 0 && host.substring(colon + 1).chars().allMatch(Character::isDigit);
    return port ? host.substring(0, colon) : host;
  }

  static GoUrl parse(String text) {
    int hash = text.indexOf('#');
    String before = hash < 0 ? text : text.substring(0, hash);
    GoUrl url;
    try {
      url = parseWithoutFragment(before);
    } catch (GoError e) {
      throw cannotParse(before, e);
    }
    if (hash < 0) {
      return url;
    }
    String written = text.substring(hash + 1);
    String fragment;
    try {
      fragment = unescape(written, Part.FRAGMENT);
    } catch (GoError e) {
      throw cannotParse(text, e);
    }
    String raw = escape(fragment, Part.FRAGMENT).equals(written) ? "" : written;
    return new GoUrl(
        url.scheme,
        url.opaque,
        url.user,
        url.host,
        url.path,
        url.rawPath,
        url.query,
        url.emptyQuery,
        fragment,
        raw);
  }

  private static GoError cannotParse(String text, GoError cause) {
    return new GoError("parse " + GoQuote.quote(text) + ": " + cause.getMessage(), cause);
  }

  private static GoUrl parseWithoutFragment(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new GoError("net/url: invalid control character in URL");
    }
    if (text.equals("*")) {
      return new GoUrl("", "", null, "", "*", "", "", false, "", "");
    }
    int colon = schemeEnd(text);
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = colon < 0 ? text : text.substring(colon + 1);
    int mark = rest.indexOf('?');
    boolean emptyQuery = mark >= 0 && mark == rest.length() - 1;
    String query = mark < 0 ? "" : rest.substring(mark + 1);
    rest = mark < 0 ? rest : rest.substring(0, mark);
    if (!rest.startsWith("/")) {
      if (!scheme.isEmpty()) {
        return new GoUrl(scheme, rest, null, "", "", "", query, emptyQuery, "", "");
      }
      int slash = rest.indexOf('/');
      String segment = slash < 0 ? rest : rest.substring(0, slash);
      if (segment.indexOf(':') >= 0) {
        throw new GoError("first path segment in URL cannot contain colon");
      }
    }
    User user = null;
    String host = "";
    if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
      int slash = rest.indexOf('/', 2);
      String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      rest = slash < 0 ? "" : rest.substring(slash);
      int at = authority.lastIndexOf('@');
      host = host(authority.substring(at + 1));
      if (at >= 0) {
        user = user(authority.substring(0, at));
      }
    }
    String path = unescape(rest, Part.PATH);
    String raw = escape(path, Part.PATH).equals(rest) ? "" : rest;
    return new GoUrl(scheme, "", user, host, path, raw, query, emptyQuery, "", "");
  }

  private static int schemeEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (c == ':') {
        if (i == 0) {
          throw new GoError("missing protocol scheme");
        }
        return i;
      }
      if (!letter && !(later && i > 0)) {
        return -1;
      }
    }
    return -1;
  }

  private static User user(String text) {
    boolean valid =
        text.chars()
            .allMatch(
                c ->
                    (c < 0x80 && Character.isLetterOrDigit(c))
                        || "-._:~!$&'()*+,;=%@".indexOf(c) >= 0);
    if (!valid) {
      throw new GoError("net/url: invalid userinfo");
    }
    int colon = text.indexOf(':');
    return colon < 0
        ? new User(unescape(text, Part.USER), null)
        : new User(
            unescape(text.substring(0, colon), Part.USER),
            unescape(text.substring(colon + 1), Part.USER));
  }

  private static String host(String text) {
    int open = text.lastIndexOf('[');
    if (open > 0) {
      throw new GoError("invalid IP-literal");
    }
    if (open == 0) {
      int close = text.lastIndexOf(']');
      if (close < 0) {
        throw new GoError("missing ']' in host");
      }
      checkPort(text.substring(close + 1));
      return unescape(text, Part.ZONE);
    }
    int colon = text.lastIndexOf(':');
    if (colon >= 0) {
      checkPort(text.substring(colon));
    }
    return unescape(text, Part.HOST);
  }

  private static void checkPort(String port) {
    boolean valid =
        port.isEmpty()
            || (port.charAt(0) == ':' && port.substring(1).chars().allMatch(Character::isDigit));
    if (!valid) {
      throw new GoError("invalid port " + GoQuote.quote(port) + " after host");
    }
  }

  private static String unescape(String text, Part part) {
    byte[] bytes = GoStrings.encode(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i] & 0xff;
      if (c == '%') {
        int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
        int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          int end = Math.min(i + 3, bytes.length);
          String bad = GoStrings.decode(Arrays.copyOfRange(bytes, i, end));
          throw new GoError("invalid URL escape " + GoQuote.quote(bad));
        }
        if (part == Part.HOST && high < 8 && !(high == 2 && low == 5)) {
          throw new GoError(
              "invalid URL escape "
                  + GoQuote.quote(GoStrings.decode(Arrays.copyOfRange(bytes, i, i + 3))));
        }
        out.write(high * 16 + low);
        i += 2;
      } else {
        if ((part == Part.HOST || part == Part.ZONE) && c < 0x80 && shouldEscape(c, part)) {
          throw new GoError(
              "invalid character " + GoQuote.quote(Character.toString(c)) + " in host name");
        }
        out.write(c);
      }
    }
    return GoStrings.decode(out.toByteArray());
  }

  private static boolean shouldEscape(int c, Part part) {
    if (c < 0x80 && Character.isLetterOrDigit(c)) {
      return false;
    }
    if (part == Part.HOST || part == Part.ZONE) {
      if ("!$&'()*+,;=:[]<>\"".indexOf(c) >= 0) {
        return false;
      }
    }
    if ("-_.~".indexOf(c) >= 0) {
      return false;
    }
    if ("$&+,/:;=?@".indexOf(c) >= 0) {
      return switch (part) {
        case PATH -> c == '?';
        case USER -> c == '@' || c == '/' || c == '?' || c == ':';
        case FRAGMENT -> false;
        default -> true;
      };
    }
    return !(part == Part.FRAGMENT && "!()*".indexOf(c) >= 0);
  }

  private static String escape(String text, Part part) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : GoStrings.encode(text)) {
      int c = b & 0xff;
      if (shouldEscape(c, part)) {
        out.append('%').append(String.format(Locale.ROOT, "%02X", c));
      } else {
        out.append((char) c);
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    if (!scheme.isEmpty()) {
      out.append(scheme).append(':');
    }
    if (!opaque.isEmpty()) {
      out.append(opaque);
    } else {
      appendHierarchy(out);
    }
    if (emptyQuery || !query.isEmpty()) {
      out.append('?').append(query);
    }
    if (!fragment.isEmpty()) {
      out.append('#').append(rawFragment.isEmpty() ? escape(fragment, Part.FRAGMENT) : rawFragment);
    }
    return out.toString();
  }

  private void appendHierarchy(StringBuilder out) {
    if (!scheme.isEmpty() || !host.isEmpty() || user != null) {
      if (!host.isEmpty() || !path.isEmpty() || user != null) {
        out.append("//");
      }
      if (user != null) {
        out.append(user).append('@');
      }
      out.append(escape(host, Part.HOST));
    }
    String escaped =
        !rawPath.isEmpty() ? rawPath : path.equals("*") ? "*" : escape(path, Part.PATH);
    if (!escaped.isEmpty() && escaped.charAt(0) != '/' && !host.isEmpty()) {
      out.append('/');
    }
    if (out.length() == 0) {
      int slash = escaped.indexOf('/');
      String segment = slash < 0 ? escaped : escaped.substring(0, slash);
      if (segment.indexOf(':') >= 0) {
        out.append("./");
      }
    }
    out.append(escaped);
  }
}
