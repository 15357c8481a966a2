package io.autohelm.engine.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.FuzzSeed;
import io.autohelm.engine.testing.RealOracle;
import io.autohelm.engine.testing.TestOracle;
import io.autohelm.engine.yaml.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random objects as they were, shall be and are: what becomes of them by our patch is what becomes
 * of them by that of Helm's packages.
 */
@RealOracle
class ThreeWayMergeIT {
  private static final byte[] TWO = {};
  private static final byte[] THREE = {'t', 'h', 'r', 'e', 'e'};

  @Test
  void ourPatchesMakeOfAnObjectWhatHelmsMake(TestOracle oracle) {
    long seed = FuzzSeed.announced("ThreeWayMergeIT");
    int cases = FuzzSeed.cases();
    Random random = new Random(seed);
    RandomObjects objects = new RandomObjects(random);
    int changed = 0;
    for (int i = 0; i < cases; i++) {
      String kind = objects.kind();
      Map<String, @Nullable Object> original = objects.object(kind);
      Map<String, @Nullable Object> modified =
          Trees.tableOrEmpty(objects.mixed(original, objects.object(kind)));
      Map<String, @Nullable Object> current =
          Trees.tableOrEmpty(objects.mixed(original, objects.object(kind)));
      boolean strategic = !kind.startsWith("example.com");
      boolean threeWays = random.nextBoolean();
      Map<String, @Nullable Object> patch =
          strategic
              ? ThreeWayMerge.strategic(original, modified, current)
              : threeWays
                  ? ThreeWayMerge.json(original, modified, current)
                  : ThreeWayMerge.difference(original, modified);
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("original", original);
      data.put("modified", modified);
      data.put("current", current);
      TestOracle.Answer answer = oracle.ask("patch", threeWays ? THREE : TWO, data, patch);
      assertEquals("", answer.error(), () -> "fuzz.seed=" + seed + " " + Json.printRaw(data));
      Map<String, @Nullable Object> told = Trees.tableOrEmpty(Json.parseExact(answer.output()));
      if (!String.valueOf(told.get("theirs")).startsWith("a directive was left")) {
        assertEquals(
            Json.printRaw(told.get("theirs")),
            Json.printRaw(told.get("ours")),
            () -> "fuzz.seed=" + seed + " " + Json.printRaw(data) + " by " + told.get("patch"));
        changed += patch.isEmpty() ? 0 : 1;
      }
    }
    assertTrue(changed > cases / 2, "most patches change something");
  }
}
