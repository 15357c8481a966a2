package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ClusterException.Reason;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ParallelTest {
  private final Parallel parallel = new Parallel();

  @AfterEach
  void close() {
    parallel.close();
  }

  private static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  @Test
  void eightAreDoneAtOnceAndResultsComeInOrder() {
    CountDownLatch eight = new CountDownLatch(8);
    List<Integer> doubled =
        parallel.each(
            upTo(50),
            item -> {
              eight.countDown();
              try {
                assertTrue(eight.await(20, TimeUnit.SECONDS), "not eight at once");
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return item * 2;
            });
    assertEquals(upTo(50).stream().map(item -> item * 2).toList(), doubled);
    assertEquals(List.of(), parallel.each(List.of(), item -> item));
  }

  @Test
  void aFailureNamesTheFirstAndCountsTheOthers() {
    Set<Integer> done = new ConcurrentSkipListSet<>();
    ClusterException failure =
        assertThrows(
            ClusterException.class,
            () ->
                parallel.each(
                    upTo(20),
                    item -> {
                      done.add(item);
                      if (item % 5 == 3) {
                        throw new ClusterException(Reason.CONFLICT, "item " + item);
                      }
                      return item;
                    }));
    assertEquals("item 3 (and 3 more failed)", failure.getMessage());
    assertEquals(Reason.CONFLICT, failure.reason());
    assertEquals(20, done.size());
  }

  @Test
  void aServerThatIsGoneIsNotAskedForEachOfMany() {
    Set<Integer> tried = new ConcurrentSkipListSet<>();
    ClusterException failure =
        assertThrows(
            ClusterException.class,
            () ->
                parallel.each(
                    upTo(1000),
                    item -> {
                      tried.add(item);
                      throw new ClusterException(Reason.UNREACHABLE, "gone");
                    }));
    assertEquals("gone (and 999 more failed)", failure.getMessage());
    assertTrue(tried.size() < 100, () -> tried.size() + " were tried");
  }

  @Test
  void anInterruptionEndsTheWaitAndTheWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch ended = new CountDownLatch(2);
    Thread caller =
        new Thread(
            () -> {
              assertThrows(
                  ClusterException.class,
                  () ->
                      parallel.each(
                          upTo(2),
                          item -> {
                            begun.countDown();
                            try {
                              Thread.sleep(60_000);
                            } catch (InterruptedException e) {
                              ended.countDown();
                            }
                            return item;
                          }));
              assertTrue(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    caller.interrupt();
    assertTrue(ended.await(20, TimeUnit.SECONDS));
    caller.join(20_000);
    assertEquals(Thread.State.TERMINATED, caller.getState());
  }
}
