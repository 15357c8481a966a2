package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Order.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrdersTest {
  private static final Instant NOW = Instant.parse("2026-01-05T07:30:00Z");
  private static final ReleaseId SHOP = new ReleaseId("web", "shop.v2");

  @Test
  void whatIsWrittenIsRead() {
    Map<String, String> texts = new TreeMap<>();
    Order suspend = Order.suspend(SHOP, "ann", "a \"reason\"\n", NOW);
    Order sync = Order.sync(SHOP, "bob", NOW);
    Order consent = Order.consent("sha256:ab12", "ann", "", NOW);
    Orders.with(texts, suspend);
    Orders.with(texts, sync);
    Orders.with(texts, consent);
    assertEquals(Set.of("suspend.web.shop.v2", "sync.web.shop.v2", "consent.ab12"), texts.keySet());
    Orders orders = Orders.of(texts);
    assertEquals(List.of(suspend, sync, consent), orders.all());
    assertTrue(orders.consentsTo("sha256:ab12"));
    assertFalse(orders.consentsTo("sha256:ab"));
    Orders.without(texts, Kind.SUSPEND, "web/shop.v2");
    assertEquals(Set.of("sync.web.shop.v2", "consent.ab12"), texts.keySet());
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "suspend.web.shop | maintenance          | by somebody at 1970-01-01T00:00:00Z: maintenance",
        "suspend.web.shop | ''                   | by somebody at 1970-01-01T00:00:00Z",
        "suspend.web.shop | {\"by\":\"ann\"}      | by ann at 1970-01-01T00:00:00Z",
        "suspend.web.shop | {\"by\":\"ann\",\"at\":\"soon\"} | by ann at 1970-01-01T00:00:00Z",
        "suspend.web      | x                    | none",
        "suspend          | x                    | none",
        "Suspend.web.shop | x                    | none",
        "other.web.shop   | x                    | none",
        "consent.a.b      | x                    | none",
      })
  void whatIsWrittenByHandIsRead(String key, String text, String told) {
    assertEquals(
        told,
        Orders.of(Map.of(key, text)).all().stream().map(Order::told).findFirst().orElse(null));
  }

  @Test
  void oldConsentsAreForgottenUnlessWrittenByHand() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("consent.cd", "by hand");
    Orders.with(texts, Order.consent("sha256:ab", "ann", "", NOW));
    Orders.with(texts, Order.sync(SHOP, "ann", NOW.plus(Duration.ofDays(31))));
    assertEquals(Set.of("consent.cd", "sync.web.shop.v2"), texts.keySet());
  }

  @Test
  void concernedIsWhoseSuspensionDiffers() {
    ReleaseId other = new ReleaseId("web", "other");
    Orders before =
        new Orders(
            List.of(Order.suspend(SHOP, "ann", "", NOW), Order.suspend(other, "ann", "", NOW)));
    Orders now = new Orders(List.of(Order.suspend(other, "ann", "", NOW)));
    assertEquals(Set.of(SHOP), now.concerned(before));
    assertEquals(Set.of(SHOP), before.concerned(now));
    assertEquals(Set.of(), now.concerned(now));
  }
}
