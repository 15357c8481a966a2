package io.autohelm.engine.values;

import io.autohelm.engine.gotemplate.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats of addresses: of machines, people and resources. */
final class NetFormats {
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2}).{0,2}");
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", 32);
  private static final String MAILBOX = ".!#$%&'*+-/=?^_`{|}~";
  private static final String NOT_IN_HOST = " \"<>\\^`{|}";

  private NetFormats() {}

  static @Nullable String ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return "expected four decimals";
    }
    for (String part : parts) {
      if (part.length() > 1 && part.startsWith("0")) {
        return "leading zeros";
      }
      if (!part.matches("[+-]?[0-9]{1,9}")) {
        return "strconv.Atoi: parsing " + GoQuote.quote(part) + ": invalid syntax";
      }
      int value = Integer.parseInt(part);
      if (value < 0 || value > 255) {
        return "decimal must be between 0 and 255";
      }
    }
    return null;
  }

  static @Nullable String ipv6(String text) {
    if (!text.contains(":")) {
      return "missing colon";
    }
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    String reason = fields(address);
    if (reason != null) {
      return "ParseAddr(" + GoQuote.quote(text) + "): " + reason;
    }
    return zone < 0 ? null : "zone id is not a part of ipv6 address";
  }

  /** Reads the groups of an address from the left. */
  private static @Nullable String fields(String address) {
    String rest = address;
    boolean gap = false;
    int groups = 0;
    if (rest.startsWith("::")) {
      gap = true;
      rest = rest.substring(2);
    }
    while (!rest.isEmpty()) {
      if (groups == 8) {
        return "trailing garbage after address" + at(rest);
      }
      int end = 0;
      while (end < rest.length() && Character.digit(rest.charAt(end), 16) >= 0) {
        end++;
      }
      if (end == 0) {
        return "each colon-separated field must have at least one digit" + at(rest);
      }
      if (end < rest.length() && rest.charAt(end) == '.') {
        if (!gap && groups != 6) {
          return "embedded IPv4 address must replace the final 2 fields of the address" + at(rest);
        }
        String refusal = ipv4(rest);
        groups += 2;
        return refusal;
      }
      if (end > 4) {
        return "each group must have 4 or fewer digits" + at(rest);
      }
      groups++;
      rest = rest.substring(end);
      if (rest.isEmpty()) {
        break;
      }
      if (rest.charAt(0) != ':') {
        return "unexpected character, want colon" + at(rest);
      }
      if (rest.length() == 1) {
        return "colon must be followed by more characters" + at(rest);
      }
      rest = rest.substring(1);
      if (rest.charAt(0) == ':') {
        if (gap) {
          return "multiple :: in address" + at(rest);
        }
        gap = true;
        rest = rest.substring(1);
      }
    }
    if (groups < 8 && !gap) {
      return "address string too short";
    }
    return groups == 8 && gap ? "the :: must expand to at least one field of zeros" : null;
  }

  private static String at(String rest) {
    return " (at " + GoQuote.quote(rest) + ")";
  }

  static @Nullable String hostname(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (bytes(name) > 253) {
      return "more than 253 characters long";
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || bytes(label) > 63) {
        return "label must be 1 to 63 characters long";
      }
      if (label.startsWith("-")) {
        return "label starts with hyphen";
      }
      if (label.endsWith("-")) {
        return "label ends with hyphen";
      }
      for (int c : label.codePoints().toArray()) {
        if (!isAlphanumeric(c) && c != '-') {
          return "invalid character " + SchemaFormats.quoted(c);
        }
      }
    }
    return null;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || PointerFormats.isDigit(c);
  }

  static @Nullable String email(String text) {
    if (bytes(text) > 254) {
      return "more than 255 characters long";
    }
    int split = text.lastIndexOf('@');
    if (split < 0) {
      return "missing @";
    }
    String refusal = mailbox(text.substring(0, split));
    return refusal == null ? mailDomain(text.substring(split + 1)) : refusal;
  }

  private static @Nullable String mailbox(String local) {
    if (bytes(local) > 64) {
      return "local part more than 64 characters long";
    }
    if (local.length() > 1 && local.startsWith("\"") && local.endsWith("\"")) {
      String inner = local.substring(1, local.length() - 1);
      return inner.contains("\\") || inner.contains("\"")
          ? "backslash and quote are not allowed within quoted local part"
          : null;
    }
    if (local.startsWith(".")) {
      return "starts with dot";
    }
    if (local.endsWith(".")) {
      return "ends with dot";
    }
    if (local.contains("..")) {
      return "consecutive dots";
    }
    for (int c : local.codePoints().toArray()) {
      if (!isAlphanumeric(c) && MAILBOX.indexOf(c) < 0) {
        return "invalid character " + SchemaFormats.quoted(c);
      }
    }
    return null;
  }

  private static @Nullable String mailDomain(String domain) {
    if (domain.startsWith("[") && domain.endsWith("]") && domain.length() > 1) {
      String address = domain.substring(1, domain.length() - 1);
      boolean six = address.startsWith("IPv6:");
      String refusal = six ? ipv6(address.substring(5)) : ipv4(address);
      return refusal == null ? null : "invalid " + (six ? "ipv6" : "ipv4") + " address: " + refusal;
    }
    String refusal = hostname(domain);
    return refusal == null ? null : "invalid domain: " + refusal;
  }

  static @Nullable String uri(String text) {
    String refusal = parse(text);
    if (refusal != null) {
      return refusal;
    }
    return SCHEME.matcher(text).matches() ? null : "relative url";
  }

  static @Nullable String reference(String text) {
    return text.contains("\\") ? "contains \\" : parse(text);
  }

  static @Nullable String template(String text) {
    String refusal = parse(text);
    if (refusal != null) {
      return refusal;
    }
    Matcher scheme = SCHEME.matcher(text);
    String path = scheme.matches() ? scheme.group(2) : text;
    if (path.startsWith("//")) {
      int slash = path.indexOf('/', 2);
      path = slash < 0 ? "" : path.substring(slash);
    }
    path = path.split("[?#]", 2)[0];
    for (String part : path.split("/", -1)) {
      boolean open = false;
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        if (c == '{' || c == '}') {
          if (open == (c == '{')) {
            return "nested curly braces";
          }
          open = !open;
        }
      }
      if (open) {
        return "no matching closing brace";
      }
    }
    return null;
  }

  /** The refusals of Go's URL parser that texts of this kind meet. */
  private static @Nullable String parse(String text) {
    String failed = "parse " + GoQuote.quote(text) + ": ";
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return failed + "net/url: invalid control character in URL";
    }
    if (text.startsWith(":")) {
      return failed + "missing protocol scheme";
    }
    Matcher scheme = SCHEME.matcher(text);
    String rest = scheme.matches() ? scheme.group(2) : text;
    rest = rest.split("#", 2)[0].split("\\?", 2)[0];
    if (!scheme.matches()) {
      int colon = rest.indexOf(':');
      int slash = rest.indexOf('/');
      if (colon >= 0 && (slash < 0 || colon < slash)) {
        return failed + "first path segment in URL cannot contain colon";
      }
    }
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      String refusal = host(slash < 0 ? rest.substring(2) : rest.substring(2, slash));
      if (refusal != null) {
        return failed + refusal;
      }
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    Matcher escape = BAD_ESCAPE.matcher(rest);
    return escape.find() ? failed + "invalid URL escape " + GoQuote.quote(escape.group()) : null;
  }

  private static @Nullable String host(String authority) {
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    if (host.startsWith("[")) {
      return host.contains("]") ? null : "missing ']' in host";
    }
    for (int c : host.codePoints().toArray()) {
      if (NOT_IN_HOST.indexOf(c) >= 0) {
        return "invalid character " + GoQuote.quote(Character.toString(c)) + " in host name";
      }
    }
    int colon = host.lastIndexOf(':');
    if (colon >= 0 && !host.substring(colon + 1).matches("[0-9]*")) {
      return "invalid port " + GoQuote.quote(host.substring(colon)) + " after host";
    }
    return null;
  }
}
