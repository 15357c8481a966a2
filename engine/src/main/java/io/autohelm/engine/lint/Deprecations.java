package io.autohelm.engine.lint;

import io.autohelm.engine.render.KubeVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The kinds that Kubernetes has deprecated, each with its versions and what takes its place. */
public final class Deprecations {
  private static final String NONE = "-";

  /**
   * A kind of which Kubernetes says that it goes.
   *
   * @param kind API version and kind
   * @param since the version that deprecated it
   * @param gone the version from which on it is not served; empty where none is named
   * @param instead API version and kind that take its place; empty where nothing does
   */
  public record Deprecation(String kind, String since, String gone, String instead) {
    /** Whether a cluster of that version calls it deprecated, or does not serve it any more. */
    public boolean isDeprecatedIn(KubeVersion version) {
      return !isNewer(since, version);
    }

    /** Whether a cluster of that version does not serve it any more. */
    public boolean isGoneIn(KubeVersion version) {
      return !gone.isEmpty() && !isNewer(gone, version);
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

    /** In the words that Helm has for it. */
    @Override
    public String toString() {
      return kind
          + " is deprecated in v"
          + since
          + "+"
          + (gone.isEmpty() ? "" : ", unavailable in v" + gone + "+")
          + (instead.isEmpty() ? "" : "; use " + instead);
    }
  }

  private final Map<String, Deprecation> table = new HashMap<>();

  public Deprecations() {
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
    table.put(kind, new Deprecation(kind, fields[2], orEmpty(fields[3]), orEmpty(fields[4])));
  }

  private static String orEmpty(String field) {
    return field.equals(NONE) ? "" : field;
  }

  /** What is known of a kind in that API version; empty where it is well. */
  public Optional<Deprecation> find(String apiVersion, String kind) {
    return Optional.ofNullable(table.get(apiVersion + " " + kind));
  }

  /** What to say of an object for that Kubernetes; empty where its kind is well. */
  String problem(ObjectHead head, KubeVersion version) {
    return find(head.apiVersion(), head.kind())
        .filter(found -> found.isDeprecatedIn(version))
        .map(Deprecation::toString)
        .orElse("");
  }
}
