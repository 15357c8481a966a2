package io.autohelm.agent;

import io.autohelm.agent.declaration.Problem;
import io.autohelm.engine.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lays environment variables over the configuration file: {@code AUTOHELM_HTTP_PORT} is {@code
 * http.port}, {@code AUTOHELM_SOURCES_0_CREDENTIALS_PASSWORD_FILE} is {@code
 * sources[0].credentials.passwordFile}.
 */
final class EnvironmentOverlay {
  private static final String PREFIX = "AUTOHELM_";

  /** Every key that may be set, with {@code #} for an index and {@code *} for a free key. */
  private static final List<List<String>> KEYS =
      List.of(
          List.of("sources", "#", "name"),
          List.of("sources", "#", "url"),
          List.of("sources", "#", "path"),
          List.of("sources", "#", "interval"),
          List.of("sources", "#", "environment"),
          List.of("sources", "#", "schedule"),
          List.of("sources", "#", "timeZone"),
          List.of("sources", "#", "approval"),
          List.of("sources", "#", "ref", "branch"),
          List.of("sources", "#", "ref", "tag"),
          List.of("sources", "#", "ref", "semver"),
          List.of("sources", "#", "ref", "commit"),
          List.of("sources", "#", "credentials", "username"),
          List.of("sources", "#", "credentials", "password"),
          List.of("sources", "#", "credentials", "passwordFile"),
          List.of("sources", "#", "credentials", "privateKeyFile"),
          List.of("sources", "#", "credentials", "passphraseFile"),
          List.of("sources", "#", "credentials", "knownHostsFile"),
          List.of("sources", "#", "credentials", "token"),
          List.of("sources", "#", "credentials", "tokenFile"),
          List.of("sources", "#", "credentials", "caFile"),
          List.of("sources", "#", "credentials", "certFile"),
          List.of("sources", "#", "credentials", "keyFile"),
          List.of("sources", "#", "proxy", "url"),
          List.of("sources", "#", "proxy", "username"),
          List.of("sources", "#", "proxy", "passwordFile"),
          List.of("sources", "#", "verify", "mode"),
          List.of("sources", "#", "verify", "keyring"),
          List.of("sources", "#", "verify", "allowedSignersFile"),
          List.of("sources", "#", "verify", "signers"),
          List.of("sources", "#", "rewrites"),
          List.of("sources", "#", "webhook", "secretFile"),
          List.of("sources", "#", "variables", "*"),
          List.of("repositories", "#", "url"),
          List.of("repositories", "#", "username"),
          List.of("repositories", "#", "password"),
          List.of("repositories", "#", "passwordFile"),
          List.of("repositories", "#", "caFile"),
          List.of("charts", "cacheMegabytes"),
          List.of("charts", "registryConfig"),
          List.of("charts", "git", "#", "url"),
          List.of("charts", "git", "#", "credentials", "username"),
          List.of("charts", "git", "#", "credentials", "password"),
          List.of("charts", "git", "#", "credentials", "passwordFile"),
          List.of("charts", "git", "#", "credentials", "privateKeyFile"),
          List.of("charts", "git", "#", "credentials", "passphraseFile"),
          List.of("charts", "git", "#", "credentials", "knownHostsFile"),
          List.of("charts", "git", "#", "credentials", "token"),
          List.of("charts", "git", "#", "credentials", "tokenFile"),
          List.of("charts", "git", "#", "credentials", "caFile"),
          List.of("charts", "git", "#", "credentials", "certFile"),
          List.of("charts", "git", "#", "credentials", "keyFile"),
          List.of("charts", "git", "#", "proxy", "url"),
          List.of("charts", "git", "#", "proxy", "username"),
          List.of("charts", "git", "#", "proxy", "passwordFile"),
          List.of("charts", "git", "#", "verify", "mode"),
          List.of("charts", "git", "#", "verify", "keyring"),
          List.of("charts", "git", "#", "verify", "allowedSignersFile"),
          List.of("charts", "git", "#", "verify", "signers"),
          List.of("cluster", "kubeconfig"),
          List.of("cluster", "context"),
          List.of("http", "host"),
          List.of("http", "port"),
          List.of("http", "tokenFile"),
          List.of("storage", "driver"),
          List.of("log", "format"),
          List.of("state", "namespace"),
          List.of("state", "name"),
          List.of("leaderElection", "enabled"),
          List.of("leaderElection", "leaseName"),
          List.of("leaderElection", "namespace"),
          List.of("leaderElection", "leaseDuration"),
          List.of("leaderElection", "renewDeadline"),
          List.of("leaderElection", "retryPeriod"),
          List.of("guard", "maxDeletions"),
          List.of("guard", "maxDeletionShare"),
          List.of("guard", "maxObjectDeletions"),
          List.of("windows", "#", "kind"),
          List.of("windows", "#", "schedule"),
          List.of("windows", "#", "duration"),
          List.of("windows", "#", "timeZone"),
          List.of("windows", "#", "manual"),
          List.of("windows", "#", "correctDrift"),
          List.of("windows", "#", "namespaces"),
          List.of("windows", "#", "names"),
          List.of("sources", "#", "windows", "#", "kind"),
          List.of("sources", "#", "windows", "#", "schedule"),
          List.of("sources", "#", "windows", "#", "duration"),
          List.of("sources", "#", "windows", "#", "timeZone"),
          List.of("sources", "#", "windows", "#", "manual"),
          List.of("sources", "#", "windows", "#", "correctDrift"),
          List.of("sources", "#", "guard", "maxDeletions"),
          List.of("sources", "#", "guard", "maxDeletionShare"),
          List.of("sources", "#", "guard", "maxObjectDeletions"),
          List.of("sources", "#", "guard", "confirm"),
          List.of("sources", "#", "guard", "allowEmpty"),
          List.of("guard", "confirm"),
          List.of("guard", "allowEmpty"),
          List.of("dataFolder"),
          List.of("concurrency"));

  private static final Set<String> NUMBERS =
      Set.of("port", "concurrency", "cacheMegabytes", "maxDeletions", "maxObjectDeletions");

  /** Yes or no. */
  private static final Set<String> FLAGS =
      Set.of("manual", "correctDrift", "allowEmpty", "enabled");

  /** Several, with commas between. */
  private static final Set<String> LISTS =
      Set.of("namespaces", "names", "confirm", "signers", "registryConfig");

  private EnvironmentOverlay() {}

  static Node.MapNode over(Node.MapNode settings, Map<String, String> environment) {
    Node.MapNode result = settings;
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (variable.getKey().startsWith(PREFIX)) {
        String name = variable.getKey().substring(PREFIX.length());
        for (List<String> key : KEYS) {
          List<String> path = match(name, key, 0);
          if (path != null) {
            result = (Node.MapNode) set(result, path, 0, scalar(path, variable.getValue()));
            break;
          }
        }
      }
    }
    return result;
  }

  /** The same mistake, told of the variable where it is in one and not in the file. */
  static Problem blamed(Problem problem, Map<String, String> environment) {
    String variable =
        upperSnake(problem.path()).replace('.', '_').replace('[', '_').replace("]", "");
    return problem.line() == 0 && environment.containsKey(variable)
        ? problem.in("environment variable " + variable)
        : problem;
  }

  /** The path that a variable's name means by this key, or null. */
  private static @Nullable List<String> match(String name, List<String> key, int at) {
    String part = key.get(at);
    boolean isLast = at == key.size() - 1;
    if (part.equals("*")) {
      return name.isEmpty() ? null : new ArrayList<>(List.of(name.toLowerCase(Locale.ROOT)));
    }
    String wanted = part.equals("#") ? leadingDigits(name) : upperSnake(part);
    if (wanted.isEmpty() || !name.startsWith(wanted)) {
      return null;
    }
    String rest = name.substring(wanted.length());
    List<String> below;
    if (isLast) {
      below = rest.isEmpty() ? new ArrayList<>() : null;
    } else {
      below = rest.startsWith("_") ? match(rest.substring(1), key, at + 1) : null;
    }
    if (below != null) {
      below.add(0, part.equals("#") ? wanted : part);
    }
    return below;
  }

  private static String leadingDigits(String name) {
    int end = 0;
    while (end < name.length() && end < 3 && Character.isDigit(name.charAt(end))) {
      end++;
    }
    return name.substring(0, end);
  }

  private static String upperSnake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  /** A password of digits is text; only what must be a number, a flag or a list is read as one. */
  private static Node scalar(List<String> path, String text) {
    String key = path.get(path.size() - 1);
    boolean isFree = path.contains("variables");
    if (!isFree && LISTS.contains(key)) {
      List<Node> items = new ArrayList<>();
      for (String item : text.isBlank() ? new String[0] : text.split(",", -1)) {
        items.add(new Node.ScalarNode(item.strip(), item.strip(), 0, 0));
      }
      return new Node.ListNode(items, 0, 0);
    }
    if (!isFree && FLAGS.contains(key) && text.strip().matches("true|false")) {
      return new Node.ScalarNode(Boolean.valueOf(text.strip()), text, 0, 0);
    }
    if (!isFree && NUMBERS.contains(key)) {
      try {
        return new Node.ScalarNode(Long.parseLong(text.strip()), text, 0, 0);
      } catch (NumberFormatException e) {
        // Whoever reads it says what was expected.
      }
    }
    return new Node.ScalarNode(text, text, 0, 0);
  }

  private static Node set(@Nullable Node node, List<String> path, int at, Node value) {
    if (at == path.size()) {
      return value;
    }
    String key = path.get(at);
    if (Character.isDigit(key.charAt(0))) {
      List<Node> items =
          new ArrayList<>(node instanceof Node.ListNode list ? list.items() : List.of());
      int index = Integer.parseInt(key);
      while (items.size() <= index) {
        items.add(new Node.MapNode(new LinkedHashMap<>(), List.of(), 0, 0));
      }
      items.set(index, set(items.get(index), path, at + 1, value));
      return new Node.ListNode(
          items, node == null ? 0 : node.line(), node == null ? 0 : node.column());
    }
    Node.MapNode map =
        node instanceof Node.MapNode existing
            ? existing
            : new Node.MapNode(Map.of(), List.of(), 0, 0);
    Map<String, Node.Entry> entries = new LinkedHashMap<>(map.entries());
    Node.Entry entry = entries.get(key);
    Node below = set(entry == null ? null : entry.value(), path, at + 1, value);
    entries.put(key, new Node.Entry(key, below.line(), below.column(), below));
    return new Node.MapNode(entries, map.repeated(), map.line(), map.column());
  }
}
