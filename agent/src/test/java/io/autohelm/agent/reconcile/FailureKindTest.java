package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.health.FailureReason;
import io.autohelm.engine.values.ValuesException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureKindTest {
  static Stream<Arguments> failures() {
    ClusterException timeout = new ClusterException(ClusterException.Reason.TIMEOUT, "late");
    return Stream.of(
        Arguments.of(new ChartException("none"), "chart"),
        Arguments.of(new ValuesException("none"), "values"),
        Arguments.of(timeout, "timeout"),
        Arguments.of(
            new ClusterException(ClusterException.Reason.UNKNOWN_KIND, "?"), "unknown-kind"),
        Arguments.of(
            new ClusterException(
                ClusterException.Reason.FAILED, "x", Optional.of(FailureReason.IMAGE_MISSING)),
            "image-missing"),
        Arguments.of(new ActionException("upgrade failed", timeout), "timeout"),
        Arguments.of(new ActionException("upgrade failed"), "action"),
        Arguments.of(new IllegalStateException("bug"), "unexpected"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eachFailureHasOneWord(Throwable failure, String word) {
    assertEquals(word, FailureKind.of(failure));
  }
}
