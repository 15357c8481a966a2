package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.render.RenderException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseNamesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "./charts/shop, shop-1700000000",
    "charts/shop/, shop-1700000000",
    "repo/shop, shop-1700000000",
    "https://charts.example.org/shop-1.2.3.tgz, shop-1-1700000000",
    "oci://r.example.org/shop, shop-1700000000",
    "., chart-1700000000",
    "/, chart-1700000000",
    "shop.tgz, shop-1700000000"
  })
  void generated(String chart, String name) {
    assertEquals(name, ReleaseNames.generated(chart, NOW));
  }

  @Test
  void templatesHaveSprig() {
    SecureRandom random = new SecureRandom();
    assertEquals(
        "shop-2023", ReleaseNames.ofTemplate("shop-{{ now | date \"2006\" }}", CLOCK, random));
    assertTrue(
        ReleaseNames.ofTemplate("x{{ randAlpha 5 | lower }}", CLOCK, random).matches("x[a-z]{5}"));
    RenderException failure =
        assertThrows(
            RenderException.class, () -> ReleaseNames.ofTemplate("{{ nope }}", CLOCK, random));
    assertEquals("template: name-template:1: function \"nope\" not defined", failure.getMessage());
  }
}
