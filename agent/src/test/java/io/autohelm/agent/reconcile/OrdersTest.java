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

  @ParameterizedTest(name = "{0}: {1} is revision {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "rollback.web.shop | 3                              | 3 | ''",
        "rollback.web.shop | {\"revision\":\"7\",\"reason\":\"x\"} | 7 | x",
        "rollback.web.shop | {\"revision\":7}               | 7 | ''",
        "rollback.web.shop | it is slow                     | 0 | it is slow",
        "rollback.web.shop | {\"revision\":\"-1\"}           | 0 | ''",
        "rollback.web.shop | 99999999999999999999           | 0 | 99999999999999999999",
      })
  void revisionsToGoBackToAreRead(String key, String text, int revision, String reason) {
    Order order = Orders.of(Map.of(key, text)).all().get(0);
    assertEquals(Kind.ROLLBACK, order.kind());
    assertEquals("web/shop", order.subject());
    assertEquals(revision, order.revision());
    assertEquals(reason, order.reason());
  }

  @Test
  void ordersAboutSourcesAreOfTheirOwnKind() {
    Map<String, String> texts = new TreeMap<>();
    Order suspend = Order.suspendSource("team.shops", "ann", "", NOW);
    Order sync = Order.syncSource("team.shops", "bob", NOW);
    Order back = Order.rollback(SHOP, 4, "bob", "slow", NOW);
    Orders.with(texts, suspend);
    Orders.with(texts, sync);
    Orders.with(texts, back);
    assertEquals(
        Set.of("suspend-source.team.shops", "sync-source.team.shops", "rollback.web.shop.v2"),
        texts.keySet());
    assertEquals(List.of(suspend, sync, back), Orders.of(texts).all());
    assertEquals(List.of(sync), Orders.of(texts).requests());
  }

  @Test
  void aReleaseIsConcernedWhereItsSuspensionItsSourcesOrItsRollbackDiffers() {
    ReleaseId other = new ReleaseId("web", "other");
    Orders one = new Orders(List.of(Order.suspend(SHOP, "ann", "", NOW)));
    Orders source = new Orders(List.of(Order.suspendSource("shops", "ann", "", NOW)));
    Orders back = new Orders(List.of(Order.rollback(SHOP, 1, "ann", "", NOW)));
    for (Orders orders : List.of(one, source, back)) {
      assertTrue(orders.concern(SHOP, "shops", Orders.NONE));
      assertTrue(Orders.NONE.concern(SHOP, "shops", orders));
      assertFalse(orders.concern(SHOP, "shops", orders));
    }
    assertFalse(one.concern(other, "shops", Orders.NONE));
    assertTrue(source.concern(other, "shops", Orders.NONE));
    assertFalse(source.concern(other, "else", Orders.NONE));
    assertFalse(back.concern(other, "shops", Orders.NONE));
  }
}
