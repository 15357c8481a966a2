package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What stands in {@code golden/charts} is what real Helm prints; {@code -Dgolden.update=true}
 * records it anew.
 */
@RealHelm
class ChartTextIT {
  private static final Pattern HINT =
      Pattern.compile("\n\nUse --debug flag to render out invalid YAML");
  private static final Pattern WARNING = Pattern.compile("(?m)^level=.*\n");

  @TempDir Path folder;

  static Stream<ChartText> charts() throws IOException {
    return ChartText.all();
  }

  @ParameterizedTest
  @MethodSource("charts")
  void recordIsWhatHelmPrints(ChartText chart, TestHelm helm) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("template", "rel", folder.toString(), "-n", "ns"));
    for (Path file : chart.writeTo(folder)) {
      arguments.addAll(List.of("-f", file.toString()));
    }
    TestHelm.Run run = helm.helm4(arguments.toArray(String[]::new));
    String printed =
        run.exitCode() == 0
            ? run.stdout()
            : HINT.matcher(WARNING.matcher(run.stderr()).replaceAll("")).replaceAll("");
    if (Boolean.getBoolean("golden.update")) {
      chart.record(printed);
    } else {
      assertEquals(chart.helm(), printed);
    }
  }
}
