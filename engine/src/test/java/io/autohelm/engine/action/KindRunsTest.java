package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KindRunsTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, ''",
        "v1/A, A",
        "v1/A v1/A v1/B, AA|B",
        "v1/A v1/B v1/A, A|B|A",
        "v1/A x/v1/A, A|A"
      })
  void theyEndWhereTheKindChanges(String kinds, String expected) {
    List<KubeObject> objects = new ArrayList<>();
    for (String kind : kinds == null ? new String[0] : kinds.split(" ", -1)) {
      int slash = kind.lastIndexOf('/');
      objects.addAll(
          KubeObject.parseAll(
              "{apiVersion: "
                  + kind.substring(0, slash)
                  + ", kind: "
                  + kind.substring(slash + 1)
                  + "}"));
    }
    assertEquals(
        expected,
        KindRuns.of(objects).stream()
            .map(run -> run.stream().map(KubeObject::kind).collect(Collectors.joining()))
            .collect(Collectors.joining("|")));
  }
}
