package io.autohelm.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTest {
  private final List<String> made = new ArrayList<>();
  private final Recent<String, String> recent = new Recent<>(10, String::length);

  private String ask(String key) {
    return recent.get(
        key,
        missing -> {
          made.add(missing);
          return missing.toUpperCase(java.util.Locale.ROOT);
        });
  }

  @Test
  void makesAValueOnce() {
    assertSame(ask("tea"), ask("tea"));
    assertEquals(List.of("tea"), made);
  }

  @Test
  void forgetsWhatWasNotAskedForLongest() {
    ask("aaaa");
    ask("bbbb");
    ask("aaaa");
    ask("cccc");
    assertEquals(2, recent.size());

    ask("aaaa");
    ask("bbbb");
    assertEquals(List.of("aaaa", "bbbb", "cccc", "bbbb"), made);
  }

  @Test
  void keepsNothingThatIsTooHeavy() {
    ask("a");
    ask("far too long");
    ask("far too long");
    ask("a");
    assertEquals(List.of("a", "far too long", "far too long"), made);
  }

  @Test
  void aFailureIsNotKept() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            recent.get(
                "x",
                key -> {
                  throw new IllegalArgumentException(key);
                }));
    assertEquals("X", ask("x"));
  }
}
