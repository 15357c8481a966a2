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

/** What is recorded of Helm 3 and of Helm 4 is still what they say. */
@RealHelm
final class HelmVersionsIT {
  private static final String HINT = "\n\nUse --debug flag to render out invalid YAML";

  @TempDir private Path folder;

  @Test
  void bothStillSayWhatIsRecorded(TestHelm helm) throws Exception {
    List<Executable> checks = new ArrayList<>();
    int number = 0;
    for (HelmVersionsTest.Row row : HelmVersionsTest.rows().toList()) {
      Path chart = row.four().write(Files.createDirectory(folder.resolve("chart" + number++)));
      List<String> command =
          new ArrayList<>(List.of("template", "r", chart.toString(), "-n", "ns"));
      command.addAll(row.four().args());
      String[] arguments = command.toArray(String[]::new);
      String four = row.four().error() == null ? row.four().out() : row.four().error();
      String said4 = said(helm.helm4(arguments));
      String said3 = said(helm.helm3(arguments));
      checks.add(() -> assertEquals(four.strip(), said4, "Helm 4: " + row));
      checks.add(() -> assertEquals(row.three().strip(), said3, "Helm 3: " + row));
    }
    assertAll(checks);
  }

  private static String said(TestHelm.Run run) {
    if (run.exitCode() == 0) {
      return run.stdout().strip();
    }
    String errors = run.stderr();
    return errors
        .substring(errors.indexOf("Error: ") + "Error: ".length())
        .replace(HINT, "")
        .strip();
  }
}
