package io.autohelm.agent.git;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * A remote's address, and how it is shown: without a password, and over HTTP without a user name,
 * where many write a token.
 */
record GitAddress(String url) {
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
  private static final Pattern HALF_A_SCHEME = Pattern.compile("(?i)https?:");
  private static final Pattern USER = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)([^/]*)@");

  private static final String EXPECTED =
      "expected https://, http://, ssh://, file://, user@host:path or a path, met ";

  /** What can be reached; the others are old spellings of ssh, and Git's own server. */
  private static final Set<String> SCHEMES =
      Set.of("https", "http", "ssh", "file", "git", "git+ssh", "ssh+git");

  /** Why nothing can be reached by the text; empty where something may be. */
  static Optional<String> problem(String url) {
    Matcher found = SCHEME.matcher(url);
    if (!found.matches()) {
      // A word before one colon is a host, and any other text a folder.
      return HALF_A_SCHEME.matcher(url).lookingAt()
          ? Optional.of(EXPECTED + url.substring(0, url.indexOf(':') + 1))
          : Optional.empty();
    }
    // What follows is not repeated: it may hold a password.
    String scheme = found.group(1);
    String rest = found.group(2);
    if (!SCHEMES.contains(scheme)) {
      return Optional.of(EXPECTED + scheme + "://");
    }
    if (scheme.equals("file")) {
      return Optional.empty();
    }
    if (rest.isEmpty() || rest.startsWith("/")) {
      return Optional.of("expected a host after " + scheme + "://");
    }
    return rest.chars().anyMatch(Character::isWhitespace)
        ? Optional.of("expected no blank in an address that begins with " + scheme + "://")
        : Optional.empty();
  }

  String shown() {
    try {
      URIish address = new URIish(url).setPass(null);
      return (isHttp() ? address.setUser(null) : address).toString();
    } catch (URISyntaxException e) {
      return USER.matcher(url).replaceFirst("$1");
    }
  }

  private boolean isHttp() {
    return url.toLowerCase(Locale.ROOT).startsWith("http");
  }

  /** JGit repeats the address it was given, password included. */
  String without(String text) {
    String clean = text.replace(url, shown());
    for (String secret : secrets()) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }

  private List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    try {
      URIish address = new URIish(url);
      add(secrets, address.getPass());
      if (isHttp() && address.getPass() == null) {
        add(secrets, address.getUser());
      }
    } catch (URISyntaxException e) {
      // As it is written, then.
    }
    Matcher user = USER.matcher(url);
    if (user.find()) {
      String given = user.group(2);
      int colon = given.indexOf(':');
      if (colon >= 0) {
        add(secrets, given.substring(colon + 1));
      } else if (isHttp()) {
        add(secrets, given);
      }
    }
    return secrets;
  }

  private static void add(List<String> secrets, @Nullable String secret) {
    if (secret != null && !secret.isEmpty()) {
      secrets.add(secret);
    }
  }
}
