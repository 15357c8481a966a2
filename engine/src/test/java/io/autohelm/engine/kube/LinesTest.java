package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinesTest {
  private final List<String> seen = new ArrayList<>();
  private final Lines lines = new Lines(seen::add);

  private void add(String... pieces) {
    for (String piece : pieces) {
      // Byte by byte: a piece may end within a character.
      for (byte part : piece.getBytes(StandardCharsets.UTF_8)) {
        lines.add(List.of(ByteBuffer.wrap(new byte[] {part})));
      }
    }
  }

  @Test
  void linesMayComeInPieces() {
    add("{\"a\":", "1}\n\n{\"ö\"", ":2}\n{");
    assertEquals(List.of("{\"a\":1}", "{\"ö\":2}"), seen);
    assertEquals("{", lines.rest());
  }

  @Test
  void aRefusalIsOneText() {
    lines.keep();
    add("{\n}\n");
    assertEquals(List.of(), seen);
    assertEquals("{\n}\n", lines.rest());
  }
}
