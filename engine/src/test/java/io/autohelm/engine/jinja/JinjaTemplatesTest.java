package io.autohelm.engine.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class JinjaTemplatesTest {
  @Test
  void endsAfterAMinute() {
    String text = "a\n{% for i in range(99999) %}{% for j in range(9) %}{% endfor %}{% endfor %}";
    AtomicLong seconds = new AtomicLong();
    JinjaTemplates templates =
        new JinjaTemplates(
            Map.of("t.yaml", text),
            "c",
            () -> seconds.getAndIncrement() * 1_000_000_000,
            60_000_000_000L);
    JinjaException refused =
        assertThrows(JinjaException.class, () -> templates.render("t.yaml", Map.of()));
    assertEquals("t.yaml:2: rendering takes longer than 60 seconds", refused.getMessage());
  }

  @Test
  void aListEndsWhereItMust() {
    JinjaTemplates templates =
        new JinjaTemplates(
            Map.of("t.yaml", "{{ range(999999999)|length }}"), "c", JinjaTemplates.deadline());
    assertEquals("100000", templates.render("t.yaml", Map.of()));
  }
}
