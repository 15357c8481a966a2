package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutageNoteTest {
  @Test
  void anOutageIsToldOnceAndSoIsItsEnd() {
    OutageNote note = new OutageNote("commands");
    assertEquals(Optional.empty(), note.works());
    assertEquals(
        Optional.of("commands are not heard now, it is tried again: refused"),
        note.failed("refused"));
    assertEquals(Optional.empty(), note.failed("refused"));
    assertEquals(Optional.empty(), note.failed("no route"));
    assertEquals(Optional.of("commands are heard again"), note.works());
    assertEquals(Optional.empty(), note.works());
    assertEquals(
        Optional.of("commands are not heard now, it is tried again: refused"),
        note.failed("refused"));
  }
}
