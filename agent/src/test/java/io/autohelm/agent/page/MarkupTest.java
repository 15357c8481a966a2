package io.autohelm.agent.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.status.Listing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkupTest {
  @ParameterizedTest
  @CsvSource({
    "0, just now",
    "9, just now",
    "10, 10 s ago",
    "59, 59 s ago",
    "60, 1 min ago",
    "3599, 59 min ago",
    "3600, 1 h ago",
    "172799, 47 h ago",
    "172800, 2 days ago",
    "-5, in 5 s",
    "-75, in 1 min"
  })
  void spansAreToldAsPeopleDo(long seconds, String told) {
    assertEquals(told, Markup.told(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "{{ 7 * 7 }}",
        "{% include 'frame.html' %}",
        "{# gone #}",
        "&lt;b&gt;"
      })
  void textsStayTexts(String hostile) {
    Templates templates = new Templates(Clock.systemUTC());
    String page = templates.render("error.html", Map.of("status", hostile, "detail", hostile));
    assertFalse(page.contains("<script") || page.contains("<img") || page.contains("49"), page);
    String shown =
        page.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&#x27;", "'")
            .replace("&amp;", "&");
    assertTrue(shown.contains(hostile), page);
    assertFalse(
        templates
            .render("frame.html", Map.of("now", "2026-01-01T00:00:00Z", "title", hostile))
            .contains("<script>"));
  }

  @Test
  void whatIsAskedForStandsInTheAddress() {
    Listing listing = new Listing("failed", "a b", "s&t", "x=1", false, "chart", 100, 200);
    assertEquals(
        "/?health=failed&q=x%3D1&namespace=a%20b&source=s%26t&sort=chart&offset=200",
        Links.overview(listing));
    assertEquals("/releases/a%2Fb/c%3Fd", Links.release("a/b", "c?d"));
    assertEquals(
        List.of("/", "/?health=healthy"),
        List.of(
            Links.overview(Listing.ALL.by("health")),
            Links.overview(Listing.ALL.by("health").of("healthy"))));
  }
}
