package io.autohelm.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TimetableTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofDays(300);

  private Timetable timetable;

  @BeforeEach
  void open() {
    timetable = new Timetable(4, Clock.systemUTC(), new Random(1));
    timetable.start();
  }

  @AfterEach
  void close() {
    timetable.close();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aTaskRunsAgainAndAgain() throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    timetable.every("a", Duration.ZERO, SOON, runs::countDown);
    await(runs);
  }

  @Test
  void aTaskThatThrowsRunsAgain() throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    timetable.every(
        "a",
        Duration.ZERO,
        SOON,
        () -> {
          runs.countDown();
          throw new IllegalStateException("on purpose");
        });
    await(runs);
  }

  @Test
  void aTaskNeverRunsTwiceAtOnce() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicBoolean overlapped = new AtomicBoolean();
    CountDownLatch runs = new CountDownLatch(5);
    Runnable slow =
        () -> {
          overlapped.compareAndSet(false, running.incrementAndGet() > 1);
          try {
            Thread.sleep(60);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          running.decrementAndGet();
          runs.countDown();
        };
    timetable.every("a", Duration.ZERO, Duration.ofMillis(5), slow);
    timetable.once("a", Duration.ZERO);
    await(runs);
    assertFalse(overlapped.get());
  }

  @Test
  void anExtraRunComesBesideTheRegularOnesAndTheLaterCallCounts() throws Exception {
    AtomicInteger count = new AtomicInteger();
    CountDownLatch runs = new CountDownLatch(1);
    timetable.every(
        "a",
        NEVER,
        NEVER,
        () -> {
          count.incrementAndGet();
          runs.countDown();
        });
    timetable.once("a", NEVER);
    timetable.once("a", SOON);
    await(runs);
    assertEquals(1, count.get());
  }

  @Test
  void whatHasNoRhythmRunsOnceAndATaskOfThatNameStays() throws Exception {
    AtomicInteger other = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(2);
    Runnable task =
        () -> {
          first.countDown();
          second.countDown();
        };
    timetable.once("a", Duration.ZERO, task);
    await(first);
    timetable.once("a", SOON, other::incrementAndGet);
    await(second);
    assertEquals(0, other.get());
  }

  @Test
  void aTaskIsReplacedByTheNextOfItsName() throws Exception {
    AtomicInteger old = new AtomicInteger();
    CountDownLatch runs = new CountDownLatch(2);
    timetable.every("a", NEVER, NEVER, old::incrementAndGet);
    timetable.every("a", Duration.ZERO, SOON, runs::countDown);
    await(runs);
    assertEquals(0, old.get());
  }

  @Test
  void whatIsForgottenDoesNotRun() throws Exception {
    AtomicInteger gone = new AtomicInteger();
    CountDownLatch other = new CountDownLatch(3);
    timetable.every("gone", SOON, SOON.multipliedBy(1000), gone::incrementAndGet);
    timetable.forget("gone");
    timetable.once("gone", Duration.ZERO);
    timetable.forget("never there");
    timetable.every("other", SOON, SOON, other::countDown);
    await(other);
    assertEquals(0, gone.get());
  }

  @Test
  void theEndWaitsForWhatRuns() throws Exception {
    Timetable ending = new Timetable(1, Clock.systemUTC(), new Random(1));
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    ending.every(
        "a",
        Duration.ZERO,
        NEVER,
        () -> {
          begun.countDown();
          try {
            Thread.sleep(100);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          done.set(true);
        });
    ending.start();
    await(begun);
    ending.close();
    assertTrue(done.get());
    ending.once("a", Duration.ZERO); // too late, and no harm
  }

  /** By a clock that is behind, every moment has come already. */
  private Timetable behind() {
    timetable.close();
    timetable =
        new Timetable(
            4,
            Clock.fixed(Clock.systemUTC().instant().minus(Duration.ofHours(1)), ZoneOffset.UTC),
            new Random(1));
    timetable.start();
    return timetable;
  }

  @Test
  void aTaskRunsAtEachMomentOfAnExpression() throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    behind().at("a", Cron.parse("* * * * *", ZoneOffset.UTC), runs::countDown);
    await(runs);
  }

  @Test
  void aTaskAtMomentsRunsOnceMoreWhenAskedTo() throws Exception {
    CountDownLatch runs = new CountDownLatch(2);
    Cron far = Cron.parse("0 0 29 2 *", ZoneOffset.UTC);
    timetable.follow("a", Duration.ZERO, new Rhythm(NEVER, far), runs::countDown);
    while (runs.getCount() > 1) {
      Thread.onSpinWait();
    }
    timetable.once("a", Duration.ZERO);
    await(runs);
  }

  @Test
  void whatHadMomentsAndHasAnIntervalNowFollowsTheInterval() throws Exception {
    AtomicInteger old = new AtomicInteger();
    behind().at("a", Cron.parse("* * * * *", ZoneOffset.UTC), old::incrementAndGet);
    timetable.every("a", NEVER, NEVER, () -> {});
    CountDownLatch other = new CountDownLatch(3);
    timetable.at("b", Cron.parse("* * * * *", ZoneOffset.UTC), other::countDown);
    await(other);
    int runs = old.get();
    CountDownLatch more = new CountDownLatch(3);
    timetable.at("b", Cron.parse("* * * * *", ZoneOffset.UTC), more::countDown);
    await(more);
    assertTrue(old.get() - runs <= 1, "it goes on by its expression");
  }
}
