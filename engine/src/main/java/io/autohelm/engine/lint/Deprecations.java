package io.autohelm.engine.lint;

import io.autohelm.engine.render.KubeVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The kinds that Kubernetes has deprecated, each with its versions and what takes its place. */
final class Deprecations {
  private static final String NONE = "-";

  /**
   * A line of the table.
   *
   * @param since the version that deprecated it
   * @param text what Kubernetes says
   */
  private record Entry(String since, String text) {}

  private final Map<String, Entry> table = new HashMap<>();

  Deprecations() {
    try (InputStream in = Deprecations.class.getResourceAsStream("deprecated-kinds.txt")) {
      if (in == null) {
        throw new IllegalStateException("deprecated-kinds.txt is missing from the engine's jar");
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line holds: API version, kind, deprecated since, gone since, replacement. */
  private void add(String line) {
    String[] fields = line.split(" ", 5);
    String kind = fields[0] + " " + fields[1];
    table.put(
        kind,
        new Entry(
            fields[2],
            kind
                + " is deprecated in v"
                + fields[2]
                + "+"
                + (fields[3].equals(NONE) ? "" : ", unavailable in v" + fields[3] + "+")
                + (fields[4].equals(NONE) ? "" : "; use " + fields[4])));
  }

  /** What to say of an object for that Kubernetes; empty where its kind is well. */
  String problem(ObjectHead head, KubeVersion version) {
    Entry found = table.get(head.apiVersion() + " " + head.kind());
    return found == null || isNewer(found.since(), version) ? "" : found.text();
  }

  private static boolean isNewer(String since, KubeVersion version) {
    int dot = since.indexOf('.');
    int major = Integer.compare(number(since.substring(0, dot)), number(version.major()));
    int minor = Integer.compare(number(since.substring(dot + 1)), number(version.minor()));
    return major > 0 || (major == 0 && minor > 0);
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }
}
