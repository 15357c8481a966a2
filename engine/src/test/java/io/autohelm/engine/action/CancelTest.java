package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CancelTest {
  private final Cancel cancel = new Cancel();
  private final List<String> heard = new ArrayList<>();

  @Test
  void theFirstReasonStaysAndIsToldOnce() {
    Cancel.Registration gone = cancel.onCancel(() -> heard.add("gone"));
    cancel.onCancel(() -> heard.add("told"));
    gone.close();
    assertEquals(Optional.empty(), cancel.why());
    cancel.cancel("first");
    cancel.cancel("second");
    assertEquals(Optional.of("first"), cancel.why());
    assertEquals(List.of("told"), heard);
  }

  @Test
  void whoComesLateIsToldAtOnce() {
    cancel.cancel("before");
    cancel.onCancel(() -> heard.add("late"));
    assertEquals(List.of("late"), heard);
  }

  @Test
  void neverIsNever() {
    Cancel.NEVER.onCancel(() -> heard.add("never")).close();
    assertThrows(IllegalStateException.class, () -> Cancel.NEVER.cancel("x"));
    assertThrows(IllegalArgumentException.class, () -> cancel.cancel(""));
    assertEquals(List.of(), heard);
  }
}
