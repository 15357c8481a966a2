package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.WorkQueue.Urgency;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static final int SECONDS = 20;

  private final Semaphore ended = new Semaphore(0);
  private final CountDownLatch awaited = new CountDownLatch(1);

  private static ReleaseId id(String name) {
    return new ReleaseId("shop", name);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitEnded(int releases) throws InterruptedException {
    assertTrue(ended.tryAcquire(releases, SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void noMoreWorkAtOnceThanThereArePlaces() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(2);
    try (Workers workers =
        new Workers(
            2,
            id -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              both.countDown();
              await(both);
              now.decrementAndGet();
              ended.release();
            },
            (id, waited) -> assertFalse(waited.isNegative()))) {
      for (int i = 0; i < 40; i++) {
        workers.add(id("r" + i), "source", Urgency.ROUTINE);
      }
      awaitEnded(40);
      assertEquals(2, most.get());
      assertEquals(0, workers.waiting());
    }
  }

  @Test
  void whoWaitsForTheClusterLeavesItsPlace() throws InterruptedException {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    try (Workers workers =
        new Workers(
            1,
            id -> {
              if (id.name().startsWith("slow")) {
                Workers.aside(() -> await(awaited));
              }
              done.add(id.name());
              ended.release();
            },
            (id, waited) -> {})) {
      workers.add(id("slow-a"), "source", Urgency.ROUTINE);
      workers.add(id("slow-b"), "source", Urgency.ROUTINE);
      workers.add(id("quick"), "source", Urgency.ROUTINE);
      awaitEnded(1);
      assertEquals(List.of("quick"), done);
      awaited.countDown();
      awaitEnded(2);
      assertEquals(3, done.size());
    }
  }

  @Test
  void onlySoManyWaitBesideThoseThatWork() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    Semaphore asides = new Semaphore(0);
    try (Workers workers =
        new Workers(
            1,
            id -> {
              begun.incrementAndGet();
              asides.release();
              Workers.aside(() -> await(awaited));
              ended.release();
            },
            (id, waited) -> {})) {
      for (int i = 0; i < 60; i++) {
        workers.add(id("r" + i), "source", Urgency.ROUTINE);
      }
      assertTrue(asides.tryAcquire(51, SECONDS, TimeUnit.SECONDS));
      assertEquals(51, begun.get());
      assertEquals(9, workers.waiting());
      awaited.countDown();
      awaitEnded(60);
    }
  }

  @Test
  void aReleaseIsNeverWorkedOnTwiceAtOnceButOnceMoreBehindThat() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    try (Workers workers =
        new Workers(
            3,
            id -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              begun.countDown();
              Workers.aside(() -> await(awaited));
              now.decrementAndGet();
              ended.release();
            },
            (id, waited) -> {})) {
      workers.add(id("one"), "source", Urgency.ROUTINE);
      await(begun);
      workers.add(id("one"), "source", Urgency.ROUTINE);
      workers.add(id("one"), "source", Urgency.ASKED);
      awaited.countDown();
      awaitEnded(2);
      assertEquals(1, most.get());
      assertFalse(ended.tryAcquire(100, TimeUnit.MILLISECONDS));
    }
  }

  @Test
  void whoeverIsNoWorkerJustWaits() {
    awaited.countDown();
    Workers.aside(() -> await(awaited));
  }
}
