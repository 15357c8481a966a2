package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.WorkQueue.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkQueueTest {
  private final WorkQueue queue = new WorkQueue();

  private List<String> drained() {
    List<String> order = new ArrayList<>();
    for (Optional<ReleaseId> next = queue.poll(); next.isPresent(); next = queue.poll()) {
      order.add(next.get().name());
    }
    return order;
  }

  /** Each: name, source, urgency. */
  @ParameterizedTest(name = "{0} come as {1}")
  @CsvSource({
    "x-s-routine y-s-routine,                             x y",
    "x-s-routine y-s-changed,                             y x",
    "x-s-routine y-s-committed z-s-changed w-s-asked,     w z y x",
    // Sources take turns.
    "a-s-routine b-s-routine c-s-routine x-t-routine,     a x b c",
    "a-s-changed b-s-changed x-t-changed y-t-changed,     a x b y",
    "a-s-changed b-s-changed x-t-routine,                 a b x",
    // Who waits already keeps its place, or gets a better one.
    "a-s-routine b-s-routine a-s-routine,                 a b",
    "a-s-routine b-s-routine b-s-changed,                 b a",
    "a-s-changed b-s-changed a-s-routine,                 a b",
  })
  void whoIsNext(String added, String order) {
    for (String each : added.split(" ", -1)) {
      String[] parts = each.split("-", -1);
      queue.add(
          new ReleaseId("n", parts[0]),
          parts[1],
          Urgency.valueOf(parts[2].toUpperCase(Locale.ROOT)));
    }
    assertEquals(List.of(order.split(" ", -1)), drained());
    assertEquals(0, queue.size());
  }

  @Test
  void whatIsRoutineHasItsTurnAlthoughChangesNeverEnd() {
    queue.add(new ReleaseId("n", "routine"), "s", Urgency.ROUTINE);
    int turn = 0;
    boolean isDone = false;
    for (; turn < 100 && !isDone; turn++) {
      queue.add(new ReleaseId("n", "changed" + turn), "s", Urgency.CHANGED);
      isDone = queue.poll().orElseThrow().name().equals("routine");
    }
    assertEquals(11, turn);
  }
}
