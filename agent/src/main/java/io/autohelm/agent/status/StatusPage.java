package io.autohelm.agent.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page as HTML: sources and releases in two tables; no script, readable on a phone and in the
 * dark.
 */
final class StatusPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; }
      @media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --warn: #d29922; } }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 0 auto; padding: 1rem; }
      h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
      header { display: flex; flex-wrap: wrap; gap: 1rem; align-items: baseline; justify-content: space-between; }
      .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
      th { font-weight: 600; white-space: nowrap; } code { font-size: .9em; }
      .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
      ul { margin: .2rem 0; padding-left: 1.1rem; } .muted { opacity: .7; } td.text { min-width: 14rem; overflow-wrap: anywhere; }
      """;

  private StatusPage() {}

  static String of(List<SourceView> sources, List<ReleaseView> releases) {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.append("<meta http-equiv=\"refresh\" content=\"5\"><title>Autohelm</title><style>");
    html.append(STYLE).append("</style></head><body>\n<header><h1>Autohelm</h1><span>");
    summary(html, sources, releases);
    html.append("</span></header>\n<main>\n");
    sources(html, sources);
    releases(html, releases);
    html.append(
        "</main>\n<footer><p class=\"muted\">Machine-readable: <a href=\"/api/v1/releases\">releases</a>, ");
    html.append("<a href=\"/api/v1/sources\">sources</a>, <a href=\"/metrics\">metrics</a>, ");
    html.append("<a href=\"/health/readiness\">readiness</a></p></footer>\n</body></html>\n");
    return html.toString();
  }

  private static void summary(
      StringBuilder html, List<SourceView> sources, List<ReleaseView> releases) {
    long healthy = releases.stream().filter(release -> release.health().equals("healthy")).count();
    long drifted = releases.stream().filter(release -> release.health().equals("drifted")).count();
    long failed = releases.stream().filter(release -> release.health().equals("failed")).count();
    html.append(healthy).append(" of ").append(releases.size()).append(" releases healthy");
    if (drifted > 0) {
      html.append(", <span class=\"warn\">").append(drifted).append(" drifted</span>");
    }
    if (failed > 0) {
      html.append(", <span class=\"bad\">").append(failed).append(" failed</span>");
    }
    long broken =
        sources.stream()
            .filter(source -> source.error() != null || !source.problems().isEmpty())
            .count();
    if (broken > 0) {
      html.append(", <span class=\"bad\">").append(broken).append(" sources with problems</span>");
    }
  }

  private static void sources(StringBuilder html, List<SourceView> sources) {
    html.append(
        "<h2>Sources</h2><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Source</th>");
    html.append(
        "<th scope=\"col\">Repository</th><th scope=\"col\">Commit</th><th scope=\"col\">Releases</th>");
    html.append(
        "<th scope=\"col\">Last read</th><th scope=\"col\">Problems</th></tr></thead><tbody>\n");
    for (SourceView source : sources) {
      html.append("<tr><td>");
      text(html, source.name());
      html.append("</td><td class=\"text\">");
      text(html, source.url());
      html.append("<br><span class=\"muted\">");
      text(html, source.ref());
      html.append("</span></td><td>");
      String commit = source.commit();
      if (commit != null) {
        html.append("<code>");
        text(html, shortened(commit));
        html.append("</code><br>");
        text(html, source.subject());
      }
      html.append("</td><td>").append(source.releases()).append("</td><td>");
      time(html, source.lastSuccess());
      html.append("</td><td class=\"text\">");
      if (source.error() != null) {
        html.append("<span class=\"bad\">");
        text(html, source.error());
        html.append("</span>");
      }
      list(html, source.problems());
      html.append("</td></tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private static void releases(StringBuilder html, List<ReleaseView> releases) {
    html.append(
        "<h2>Releases</h2><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Release</th>");
    html.append(
        "<th scope=\"col\">Chart</th><th scope=\"col\">Revision</th><th scope=\"col\">State</th>");
    html.append(
        "<th scope=\"col\">Health</th><th scope=\"col\">Drift</th><th scope=\"col\">Last sync</th>");
    html.append("<th scope=\"col\">Last action or error</th></tr></thead><tbody>\n");
    for (ReleaseView release : releases) {
      html.append("<tr><td>");
      text(html, release.namespace() + "/" + release.name());
      html.append("<br><span class=\"muted\">");
      text(html, release.source() + " @ " + shortened(release.commit()));
      html.append("</span></td><td>");
      text(html, release.chart());
      html.append("</td><td>").append(release.revision()).append("</td><td>");
      text(html, release.state());
      html.append("</td><td class=\"").append(colour(release.health())).append("\">");
      text(html, release.health());
      ObjectsView objects = release.objects();
      if (objects != null && release.health().equals("degraded")) {
        text(html, ": " + objects.reason());
      }
      html.append("</td><td class=\"text\">");
      if (!release.isDrifted()) {
        html.append("none");
      }
      list(html, release.drift().objects().stream().map(StatusPage::describe).toList());
      html.append("</td><td>");
      time(html, release.lastSync());
      html.append("</td><td class=\"text\">");
      if (release.error() != null) {
        html.append("<span class=\"bad\">");
        text(html, release.error());
        html.append("</span>");
      } else {
        text(html, release.action() + ": " + release.reason());
      }
      html.append("</td></tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private static String describe(DriftView.DriftedObjectView object) {
    return object.kind()
        + " "
        + object.name()
        + " "
        + object.change()
        + (object.fields().isEmpty()
            ? ""
            : ": "
                + object.fields().stream()
                    .map(DriftView.DriftedFieldView::text)
                    .collect(Collectors.joining(", ")));
  }

  private static String colour(String health) {
    return switch (health) {
      case "healthy" -> "good";
      case "failed", "degraded" -> "bad";
      default -> "warn";
    };
  }

  private static String shortened(String commit) {
    return commit.substring(0, Math.min(12, commit.length()));
  }

  private static void time(StringBuilder html, @Nullable Instant time) {
    if (time == null) {
      html.append("never");
    } else {
      String text = time.truncatedTo(ChronoUnit.SECONDS).toString();
      html.append("<time datetime=\"").append(text).append("\">");
      html.append(text.replace("T", " ").replace("Z", " UTC")).append("</time>");
    }
  }

  private static void list(StringBuilder html, List<String> items) {
    if (!items.isEmpty()) {
      html.append("<ul>");
      for (String item : items) {
        html.append("<li>");
        text(html, item);
        html.append("</li>");
      }
      html.append("</ul>");
    }
  }

  /** Everything from outside goes through here: no text becomes markup. */
  private static void text(StringBuilder html, @Nullable String text) {
    if (text == null) {
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
  }
}
