package io.autohelm.agent.git;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * A remote's address, and how it is shown: without a password, and over HTTP without a user name,
 * where many write a token.
 */
record GitAddress(String url) {
  private static final Pattern USER = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)([^/]*)@");

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
