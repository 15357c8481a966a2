package io.autohelm.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.testing.Golden;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KindOrderTest {
  private static List<String> recorded(String name) {
    return Golden.read("manifest/" + name).lines().toList();
  }

  private static List<String> sorted(List<String> kinds, Comparator<String> order) {
    List<String> mixed = new ArrayList<>(kinds);
    Collections.shuffle(mixed, new Random(7));
    mixed.sort(order);
    return mixed;
  }

  @Test
  void kindsAreInstalledInHelmsOrder() {
    List<String> kinds = recorded("install.txt");
    assertEquals(kinds, sorted(kinds, KindOrder.INSTALL));
  }

  @Test
  void kindsAreUninstalledInHelmsOrder() {
    List<String> kinds = recorded("uninstall.txt");
    assertEquals(kinds, sorted(kinds, KindOrder.UNINSTALL));
  }

  @Test
  void kindsThatHelmDoesNotKnowComeLastByName() {
    List<String> kinds = new ArrayList<>(recorded("install.txt"));
    kinds.addAll(List.of("Apple", "Widget"));
    assertEquals(kinds, sorted(kinds, KindOrder.INSTALL));
  }
}
