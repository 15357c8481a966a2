package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a cluster, {@code .Capabilities.KubeVersion} in a template.
 *
 * @param version as the cluster gives it, for example {@code v1.33.4-gke.1245000}
 * @param normalized without what follows the three numbers: what constraints are checked against
 */
public record KubeVersion(String version, String normalized, String major, String minor)
    implements GoObject {
  private static final Pattern NUMBERS =
      Pattern.compile("^v?(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(?:\\.(0|[1-9][0-9]*))?.*$");

  /**
   * Reads a version as Kubernetes' ParseGeneric does: two or three numbers, anything behind them.
   *
   * @throws RenderException when there are not at least two numbers
   */
  public static KubeVersion parse(String text) {
    Matcher matcher = NUMBERS.matcher(text.strip());
    if (!matcher.matches()) {
      throw new RenderException("could not parse \"" + text + "\" as version");
    }
    String patch = matcher.group(3) == null ? "0" : matcher.group(3);
    return new KubeVersion(
        text.startsWith("v") ? text : "v" + text,
        "v"
            + matcher.group(1)
            + "."
            + matcher.group(2)
            + (matcher.group(3) == null ? "" : "." + patch),
        matcher.group(1),
        matcher.group(2));
  }

  @Override
  public String typeName() {
    return "common.KubeVersion";
  }

  @Override
  public boolean hasField(String name) {
    return name.equals("Version") || name.equals("Major") || name.equals("Minor");
  }

  @Override
  public @Nullable Object field(String name) {
    return switch (name) {
      case "Version" -> version;
      case "Major" -> major;
      default -> minor;
    };
  }

  @Override
  public @Nullable GoFunction method(String name) {
    return switch (name) {
      case "String" -> GoFunction.of("", args -> normalized);
      case "GitVersion" -> GoFunction.of("", args -> version);
      default -> null;
    };
  }

  @Override
  public Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("Version", version);
    plain.put("Major", major);
    plain.put("Minor", minor);
    return plain;
  }

  @Override
  public Map<String, @Nullable Object> layout() {
    Map<String, @Nullable Object> layout = new LinkedHashMap<>();
    layout.put("Version", version);
    layout.put("normalizedVersion", normalized);
    layout.put("Major", major);
    layout.put("Minor", minor);
    return layout;
  }

  @Override
  public String text() {
    return normalized;
  }

  @Override
  public String toString() {
    return version;
  }
}
