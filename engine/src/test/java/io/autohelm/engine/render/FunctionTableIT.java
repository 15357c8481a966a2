package io.autohelm.engine.render;

import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.testing.RealOracle;
import io.autohelm.engine.testing.TestOracle;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RealOracle
final class FunctionTableIT {
  @Test
  void helmOffersNoOtherFunctionsThanWereRecorded(TestOracle helm) {
    Golden.check(
        "sprig/names.txt", helm.ask("functions", new byte[0], Map.of(), Map.of()).output());
  }
}
