package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.health.Health;
import io.autohelm.engine.kube.HealthProbe;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShownWaitsTest {
  private final Map<String, Health> now = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  private final HealthProbe probe =
      new HealthProbe() {
        @Override
        public Finding look(KubeObject object) {
          return new Finding("1", now.getOrDefault(object.name(), Health.READY));
        }

        @Override
        public Finding of(KubeObject live) {
          return look(live);
        }
      };

  @Test
  void eachObjectIsToldWhenItIsNewsAndOnceWhenItIsReady() {
    ShownWaits.Watched watched =
        new ShownWaits.Watched(List.of(object("a"), object("b")), probe, lines::add);
    now.put("b", new Health(Health.Level.PROGRESSING, "0 of 1 ready"));
    watched.look();
    watched.look();
    assertEquals(List.of("ready    Gadget/a", "waiting  Gadget/b: 0 of 1 ready"), lines);
    now.put("a", new Health(Health.Level.DEGRADED, "no matter any more"));
    now.put("b", new Health(Health.Level.DEGRADED, "no such image"));
    watched.look();
    now.clear();
    watched.look();
    watched.look();
    assertEquals(
        List.of("waiting  Gadget/b: no such image", "ready    Gadget/b"), lines.subList(2, 4));
    assertEquals(4, lines.size());
  }

  private static KubeObject object(String name) {
    return KubeObject.parseAll("apiVersion: v1\nkind: Gadget\nmetadata: { name: " + name + " }")
        .get(0);
  }
}
