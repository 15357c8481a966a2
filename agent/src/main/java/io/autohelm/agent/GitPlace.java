package io.autohelm.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an address of a Git repository leads, whichever way it is spelt; one that is cut short
 * means all repositories below it.
 *
 * @param scheme https, http, or ssh for {@code user@host:path} too
 * @param user empty where none is named
 * @param host in small letters; empty for every host
 * @param port empty for the scheme's own
 * @param path its parts
 */
record GitPlace(String scheme, String user, String host, String port, List<String> path) {
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>(?i:https?|ssh))://(?:(?<user>[^@:/?#\\\\\\s]*)(?::[^@/?#\\\\\\s]*)?@)?"
              + "(?<host>[\\w.-]*|\\[[0-9a-fA-F:.]+])(?::(?<port>\\d*))?(?<path>/\\S*)?");
  private static final Pattern SCP =
      Pattern.compile("(?:(?<user>[\\w.-]+)@)?(?<host>[\\w.-]+|\\[[0-9a-fA-F:.]+]):(?<path>\\S*)");
  private static final List<String> USUAL = List.of("https 443", "http 80", "ssh 22");
  private static final String SUFFIX = ".git";

  GitPlace {
    path = List.copyOf(path);
  }

  /** Empty for what is neither, such as a folder. */
  static Optional<GitPlace> of(String address) {
    Matcher url = URL.matcher(address);
    if (url.matches()) {
      return Optional.of(place(url, url.group("scheme").toLowerCase(Locale.ROOT)));
    }
    Matcher scp = SCP.matcher(address);
    return scp.matches() && !address.contains("://")
        ? Optional.of(place(scp, "ssh"))
        : Optional.empty();
  }

  private static GitPlace place(Matcher found, String scheme) {
    String port = found.pattern() == URL ? text(found.group("port")) : "";
    return new GitPlace(
        scheme,
        text(found.group("user")),
        found.group("host").toLowerCase(Locale.ROOT),
        USUAL.contains(scheme + " " + port) ? "" : port,
        parts(text(found.group("path"))));
  }

  private static String text(String group) {
    return group == null ? "" : group;
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.remove(parts.size() - 1);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** Whether another place is this one or below it; many servers take a name without its .git. */
  boolean holds(GitPlace other) {
    return scheme.equals(other.scheme)
        && (user.isEmpty() || user.equals(other.user))
        && (host.isEmpty() || (host.equals(other.host) && port.equals(other.port)))
        && (isBelow(other.path) || bare(path).equals(bare(other.path)));
  }

  private boolean isBelow(List<String> other) {
    return other.size() >= path.size() && other.subList(0, path.size()).equals(path);
  }

  private static List<String> bare(List<String> path) {
    if (path.isEmpty() || !path.get(path.size() - 1).endsWith(SUFFIX)) {
      return path;
    }
    List<String> bare = new ArrayList<>(path);
    String last = bare.remove(bare.size() - 1);
    bare.add(last.substring(0, last.length() - SUFFIX.length()));
    return bare;
  }

  /** How narrow it is: of several that hold an address the narrowest counts. */
  int narrowness() {
    return (host.isEmpty() ? 0 : 2) + 2 * path.size() + (user.isEmpty() ? 0 : 1);
  }
}
