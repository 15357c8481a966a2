package io.autohelm.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.reconcile.ClusterInMemory;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.testing.AheadClock;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which watches are open, and what becomes of what they tell, without a cluster. */
final class DriftWatchTest {
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");
  private static final ReleaseId BANK = new ReleaseId("web", "bank");

  private final Map<String, ObjectWatches.Listener> open = new ConcurrentHashMap<>();
  private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Footprints footprints = new Footprints();
  private final AheadClock clock = new AheadClock();
  private final DriftWatch watch =
      new DriftWatch(
          this::open,
          footprints,
          (id, objects) -> looks.add(id + " " + new TreeSet<>(texts(objects))),
          report -> {
            if (report instanceof Report.WatchChanged changed) {
              told.add(changed.kind() + " " + changed.state());
            }
          },
          clock,
          Onlooker.NONE);

  private ObjectWatches.Watch open(ObjectWatches.Target target, ObjectWatches.Listener listener) {
    open.put(target.toString(), listener);
    return () -> open.remove(target.toString());
  }

  private static Set<String> texts(Set<KubeObject.Id> ids) {
    Set<String> texts = new TreeSet<>();
    ids.forEach(id -> texts.add(id.toString()));
    return texts;
  }

  @AfterEach
  void close() {
    watch.close();
    assertEquals(Map.of(), open);
  }

  private static KubeObject map(String namespace, String name, int version) {
    return KubeObject.parseAll(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: "
                + name
                + ", namespace: '"
                + namespace
                + "', uid: u, resourceVersion: '"
                + version
                + "'}}")
        .get(0);
  }

  /** Lets a check find the objects as they are, then puts them on the list. */
  private void put(ReleaseId id, KubeObject... objects) {
    ClusterInMemory cluster = new ClusterInMemory();
    for (KubeObject object : objects) {
      cluster.apply(object, Cluster.ApplyMode.FORCE);
    }
    new DriftCheck(cluster, footprints).check(List.of(objects));
    watch.put(id, List.of(objects));
  }

  private ObjectWatches.Listener listener(String target) {
    ObjectWatches.Listener listener = open.get(target);
    assertNotNull(listener, () -> target + " is not watched, but " + open.keySet());
    return listener;
  }

  private static String next(BlockingQueue<String> queue) throws InterruptedException {
    String next = queue.poll(20, TimeUnit.SECONDS);
    assertNotNull(next, "nothing came");
    return next;
  }

  private static KubeObject owned(String field) {
    return KubeObject.parseAll(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: a
              namespace: web
              uid: u
              managedFields:
                - manager: helm
                  operation: Apply
                  apiVersion: v1
                  time: "2026-01-01T10:00:00Z"
                  fieldsV1: { f:data: { f:%s: {} } }
            """
                .formatted(field))
        .get(0);
  }

  @Test
  void whatAWatchVouchesForNeedsNoLookForAnHour() {
    KubeObject object = owned("greeting");
    List<KubeObject> objects = List.of(object);
    put(SHOP, object);
    ObjectWatches.Listener listener = listener("ConfigMap");
    listener.listed(objects);
    assertEquals(Set.of(), watch.unchanged(SHOP, objects), "the first check looks at everything");
    assertEquals(Set.of(), watch.unchanged(SHOP, objects), "the watch is not up yet");
    listener.up();
    assertEquals(Set.of(object.id()), watch.unchanged(SHOP, objects));
    listener.down(new ClusterException(ClusterException.Reason.UNREACHABLE, "gone"));
    assertEquals(Set.of(), watch.unchanged(SHOP, objects));
    listener.up();
    listener.changed(owned("other"));
    assertEquals(Set.of(), watch.unchanged(SHOP, objects), "a field of ours is gone");
    listener.changed(object);
    assertEquals(Set.of(object.id()), watch.unchanged(SHOP, objects));
    clock.pass(Duration.ofHours(1));
    assertEquals(Set.of(), watch.unchanged(SHOP, objects), "once an hour all are looked at");
    assertEquals(Set.of(object.id()), watch.unchanged(SHOP, objects));
  }

  @Test
  void changesThatComeTogetherAreLookedAtTogetherAndForeignOnesNot() throws Exception {
    put(SHOP, map("web", "a", 1), map("web", "b", 1), map("web", "c", 1));
    assertEquals(Set.of("ConfigMap"), open.keySet());
    listener("ConfigMap").changed(map("web", "foreign", 2));
    listener("ConfigMap").changed(map("web", "c", 1));
    listener("ConfigMap").changed(map("web", "a", 2));
    listener("ConfigMap").gone(map("web", "b", 1));
    assertEquals("web/shop [ConfigMap/web/a, ConfigMap/web/b]", next(looks));
    listener("ConfigMap").changed(map("web", "c", 5));
    assertEquals("web/shop [ConfigMap/web/c]", next(looks));
    assertTrue(looks.isEmpty());
  }

  @Test
  void whatIsMissingFromAListIsGone() throws Exception {
    put(SHOP, map("web", "a", 1), map("web", "b", 1));
    put(BANK, map("web", "z", 1));
    listener("ConfigMap").listed(List.of(map("web", "a", 1), map("web", "z", 1)));
    assertEquals("web/shop [ConfigMap/web/b]", next(looks));
    assertTrue(looks.isEmpty());
  }

  @Test
  void aKindIsWatchedAsLongAsAReleaseContainsIt() throws Exception {
    put(SHOP, map("web", "a", 1));
    put(BANK, map("web", "z", 1));
    listener("ConfigMap").up();
    assertEquals("ConfigMap UP", next(told));
    watch.remove(SHOP);
    assertEquals(Set.of("ConfigMap"), open.keySet());
    watch.remove(BANK);
    assertEquals(Set.of(), open.keySet());
    assertEquals("ConfigMap ENDED", next(told));
  }

  @Test
  void whereAllNamespacesAreRefusedEachIsWatched() throws Exception {
    put(SHOP, map("web", "a", 1), map("db", "b", 1));
    ClusterException refused = new ClusterException(ClusterException.Reason.FORBIDDEN, "no");
    listener("ConfigMap").down(refused);
    assertEquals(Set.of("ConfigMap in namespace db", "ConfigMap in namespace web"), open.keySet());
    listener("ConfigMap in namespace db").up();
    listener("ConfigMap in namespace web").up();
    assertEquals("ConfigMap UP", next(told));
    listener("ConfigMap in namespace db").listed(List.of());
    assertEquals("web/shop [ConfigMap/db/b]", next(looks));
    listener("ConfigMap in namespace web").down(refused);
    assertEquals("ConfigMap DOWN", next(told));
    put(SHOP, map("db", "b", 1));
    assertEquals(Set.of("ConfigMap in namespace db"), open.keySet());
  }

  @Test
  void whatHasNoNamespaceIsLeftToTheRegularChecks() throws Exception {
    put(SHOP, map("", "a", 1));
    listener("ConfigMap").down(new ClusterException(ClusterException.Reason.FORBIDDEN, "no"));
    assertEquals("ConfigMap DOWN", next(told));
    assertEquals(Set.of("ConfigMap"), open.keySet());
  }
}
