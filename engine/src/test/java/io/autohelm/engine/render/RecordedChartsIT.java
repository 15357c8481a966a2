package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The recorded answers are still Helm's. */
@RealHelm
final class RecordedChartsIT {
  @TempDir private Path folder;

  @Test
  void helmStillSaysWhatIsRecorded(TestHelm helm) throws Exception {
    List<Executable> checks = new ArrayList<>();
    int number = 0;
    for (RecordedCharts.Case recorded : RecordedCharts.cases().toList()) {
      Path chart = recorded.write(Files.createDirectory(folder.resolve("chart" + number++)));
      List<String> command =
          new ArrayList<>(List.of("template", "r", chart.toString(), "-n", "ns"));
      for (int i = 0; i < recorded.args().size(); i += 2) {
        String option = recorded.args().get(i);
        String text = recorded.args().get(i + 1);
        command.add(option);
        command.add(option.equals("-f") ? chart.resolve(text).toString() : text);
      }
      TestHelm.Run run = helm.helm4(command.toArray(String[]::new));
      String said =
          run.exitCode() == 0
              ? run.stdout()
              : run.stderr()
                  .substring(run.stderr().indexOf("Error: ") + "Error: ".length())
                  .strip()
                  .replace(chart.toString(), "CHART");
      checks.add(
          () ->
              assertEquals(
                  recorded.error() == null ? recorded.out() : recorded.error(),
                  said,
                  recorded.name()));
    }
    assertAll(checks);
  }
}
