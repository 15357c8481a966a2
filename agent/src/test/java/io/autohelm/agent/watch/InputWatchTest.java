package io.autohelm.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.watch.InputWatch.Input;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which streams are open, and which releases are looked at, without a cluster. */
final class InputWatchTest {
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");
  private static final ReleaseId BANK = new ReleaseId("web", "bank");
  private static final Input KEYS = new Input("Secret", "web", "keys");
  private static final Input BASE = new Input("ConfigMap", "web", "base");

  private final Map<String, ObjectWatches.Listener> open = new ConcurrentHashMap<>();
  private final BlockingQueue<ReleaseId> looks = new LinkedBlockingQueue<>();
  private final InputWatch watch = new InputWatch(this::open, looks::add, Clock.systemUTC());

  private ObjectWatches.Watch open(ObjectWatches.Target target, ObjectWatches.Listener listener) {
    open.put(target.toString(), listener);
    return () -> open.remove(target.toString());
  }

  @AfterEach
  void close() {
    watch.close();
    assertEquals(Map.of(), open);
  }

  private static KubeObject secret(String name, int version) {
    return KubeObject.parseAll(
            "{apiVersion: v1, kind: Secret, metadata: {name: "
                + name
                + ", namespace: web, resourceVersion: '"
                + version
                + "'}}")
        .get(0);
  }

  private ObjectWatches.Listener secrets() {
    ObjectWatches.Listener listener = open.get("Secret in namespace web");
    assertNotNull(listener, open.keySet().toString());
    return listener;
  }

  private ReleaseId look() throws InterruptedException {
    return looks.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void oneStreamServesAKindAndNamespaceForAsLongAsItIsNeeded() {
    watch.put(SHOP, Map.of(KEYS, "1", BASE, "1"));
    watch.put(BANK, Map.of(new Input("Secret", "web", "other"), "1"));
    assertEquals(Set.of("Secret in namespace web", "ConfigMap in namespace web"), open.keySet());
    watch.put(SHOP, Map.of());
    assertEquals(Set.of("Secret in namespace web"), open.keySet());
    watch.remove(BANK);
    assertEquals(Set.of(), open.keySet());
  }

  @Test
  void aReleaseIsLookedAtWhenAnObjectHasAnotherVersionThanItWasMadeOf() throws Exception {
    watch.put(SHOP, Map.of(KEYS, "5"));
    watch.put(BANK, Map.of(new Input("Secret", "web", "other"), ""));
    secrets().listed(List.of(secret("keys", 5), secret("unused", 1)));
    secrets().changed(secret("unused", 7));
    secrets().changed(secret("keys", 6));
    assertEquals(SHOP, look());
    watch.put(SHOP, Map.of(KEYS, "6"));
    secrets().changed(secret("other", 8));
    assertEquals(BANK, look());
    watch.put(BANK, Map.of(new Input("Secret", "web", "other"), "8"));
    secrets().gone(secret("keys", 9));
    assertEquals(SHOP, look());
    assertEquals(0, looks.size());
  }

  @Test
  void whatChangedBetweenReadingAndWatchingIsNoticed() throws Exception {
    watch.put(SHOP, Map.of(KEYS, "5"));
    secrets().listed(List.of(secret("keys", 6)));
    assertEquals(SHOP, look());
    secrets().up();
    watch.put(SHOP, Map.of(KEYS, "5"));
    assertEquals(SHOP, look());
    watch.put(SHOP, Map.of(KEYS, "7")); // read before the stream told of it
    secrets().changed(secret("keys", 7));
    assertNull(looks.poll(1, TimeUnit.SECONDS));
  }

  @Test
  void versionsAreKnownWhileTheStreamIsUp() {
    assertNull(watch.version(KEYS));
    watch.put(SHOP, Map.of(KEYS, "5"));
    secrets().listed(List.of(secret("keys", 5)));
    assertNull(watch.version(KEYS));
    secrets().up();
    assertEquals("5", watch.version(KEYS));
    assertEquals("", watch.version(new Input("Secret", "web", "none")));
    secrets().down(new ClusterException(ClusterException.Reason.FORBIDDEN, "no"));
    assertNull(watch.version(KEYS));
  }
}
