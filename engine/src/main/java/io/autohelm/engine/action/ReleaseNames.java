package io.autohelm.engine.action;

import io.autohelm.engine.render.NameTemplate;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/** Names for releases that their user does not name. */
public final class ReleaseNames {
  private ReleaseNames() {}

  /**
   * Helm's {@code --generate-name}: the chart's name and the seconds since 1970.
   *
   * @param chart the chart's reference: a path, a URL, or a name in a repository
   */
  public static String generated(String chart, Instant now) {
    String base = chart.replaceAll("/+$", "");
    base = base.substring(base.lastIndexOf('/') + 1);
    if (base.isEmpty() || base.equals(".")) {
      base = "chart";
    }
    int dot = base.indexOf('.');
    return (dot < 0 ? base : base.substring(0, dot)) + "-" + now.getEpochSecond();
  }

  /**
   * Helm's {@code --name-template}.
   *
   * @throws io.autohelm.engine.render.RenderException when it is no template or fails
   */
  public static String ofTemplate(String template, Clock clock, SecureRandom random) {
    return NameTemplate.render(template, clock, random);
  }
}
