package io.autohelm.engine.gotemplate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoFormatKeyTest {
  private static final int MANY = Budget.LONGEST_TEXT / 3;

  @Test
  void printsEachByteByItsNumber() {
    byte[] bytes = {0, 9, 10, 99, 100, (byte) 255};

    assertEquals("[0 9 10 99 100 255]", GoFormat.text(bytes));
    assertEquals("[0 9 10 99 100 255]", GoFormat.sprintf("%d", List.of(bytes)));
    assertEquals("[000 009 010 099 100 255]", GoFormat.sprintf("%03d", List.of(bytes)));
  }

  @Test
  void aKeyMayBeLongerThanAText() {
    Map<String, byte[]> files = Map.of("crd.yaml", new byte[MANY]);
    byte[] tooMany = new byte[Budget.LONGEST_KEY / 2 + 1];

    assertEquals("map[crd.yaml:[]]".length() + 2 * MANY - 1, GoFormat.keyText(files).length());
    assertThrows(GoError.class, () -> GoFormat.text(Map.of("a", files, "b", files)));
    assertThrows(GoError.class, () -> GoFormat.keyText(tooMany));
  }
}
