package io.autohelm.agent.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class EventTellerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");

  /** Keeps what is written. */
  private static final class Box implements EventTeller.Post {
    final List<String> written = new CopyOnWriteArrayList<>();
    private final Map<String, Object> reasons = new ConcurrentHashMap<>();

    @Override
    public boolean create(KubeObject event) {
      reasons.put(event.id().toString(), Objects.requireNonNull(event.tree().get("reason")));
      written.add("create " + event.tree().get("reason") + " " + event.tree().get("message"));
      return true;
    }

    @Override
    public boolean patch(KubeObject event, Map<String, Object> patch) {
      written.add("count " + reasons.get(event.id().toString()) + " " + patch.get("count"));
      return true;
    }
  }

  private static Report removed(ReleaseId id, String error) {
    return new Report.ReleaseRemoved(id, "git", error, NOON);
  }

  @Test
  void whatRepeatsIsCounted() {
    Box box = new Box();
    EventTeller teller = new EventTeller(box, Clock.fixed(NOON, ZoneOffset.UTC), new Random(1));
    teller.tell(removed(SHOP, "a lock"));
    teller.tell(removed(SHOP, "a lock"));
    teller.tell(removed(SHOP, "another"));
    teller.close();
    assertEquals(
        List.of(
            "create UninstallFailed release shop: a lock",
            "count UninstallFailed 2",
            "create UninstallFailed release shop: another"),
        box.written);
  }

  /** A moment later at each look. */
  private static final class Ticking extends Clock {
    private Instant now = NOON;

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      now = now.plusSeconds(1);
      return now;
    }
  }

  @Test
  void onlyTheLastAreRemembered() {
    Box box = new Box();
    EventTeller teller = new EventTeller(box, new Ticking(), new Random(1));
    for (int i = 0; i <= EventTeller.REMEMBERED; i++) {
      teller.tell(removed(new ReleaseId("web", "r" + i), "a lock"));
    }
    teller.tell(removed(new ReleaseId("web", "r" + EventTeller.REMEMBERED), "a lock"));
    teller.tell(removed(new ReleaseId("web", "r0"), "a lock"));
    teller.close();
    assertEquals(
        List.of("count UninstallFailed 2", "create UninstallFailed release r0: a lock"),
        box.written.subList(box.written.size() - 2, box.written.size()));
  }

  @Test
  void aReleaseThatTalksTooMuchIsNotHeardFurther() {
    Throttle throttle = new Throttle(NOON);
    for (int i = 0; i < 10; i++) {
      assertTrue(throttle.allows(SHOP, NOON));
    }
    assertFalse(throttle.allows(SHOP, NOON));
    assertTrue(throttle.allows(new ReleaseId("web", "bank"), NOON), "others are");
    assertFalse(throttle.allows(SHOP, NOON.plusSeconds(29)));
    assertTrue(throttle.allows(SHOP, NOON.plusSeconds(31)));
  }

  @Test
  void anEventIsAboutTheRecord() {
    KubeObject event =
        EventTeller.event(
            new Notice(SHOP, "UpgradeFailed", true, "x".repeat(2000), 7, NOON), "abc");
    assertEquals("shop.abc", event.name());
    assertEquals("web", event.namespace());
    assertEquals("shop", event.label("autohelm.io/release"));
    assertEquals("7", event.annotation("autohelm.io/revision"));
    assertEquals("Warning", event.tree().get("type"));
    assertEquals(
        "sh.helm.release.v1.shop.v7", ((Map<?, ?>) event.tree().get("involvedObject")).get("name"));
    assertTrue(String.valueOf(event.tree().get("message")).length() < 1100);
  }
}
