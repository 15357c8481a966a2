package io.autohelm.agent.reconcile;

import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.health.FailureReason;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.values.ValuesException;
import java.util.Locale;

/** Failures in one word out of a few dozen, to be counted by. */
final class FailureKind {
  /** Somebody else acts on the release now. */
  static final String BUSY = "busy";

  private FailureKind() {}

  /**
   * What the words of the failure are about: {@code chart}, {@code values}, {@code render}, {@code
   * manifest}, {@code record}, what the cluster says ({@code forbidden}, {@code timeout}, ...),
   * what keeps an object from being ready ({@code image-missing}, ...), or {@code action}.
   */
  static String of(Throwable failure) {
    // An action's failure is a shell around what went wrong.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClusterException refused) {
        return refused.failure().map(FailureReason::text).orElse(word(refused.reason()));
      }
      String own = own(cause);
      if (!own.isEmpty()) {
        return own;
      }
    }
    return failure instanceof ActionException ? "action" : "unexpected";
  }

  /** Whether it says nothing about the release: what lasts as long as an outage. */
  static boolean isPassing(String kind) {
    return kind.equals(BUSY) || kind.equals(word(ClusterException.Reason.UNREACHABLE));
  }

  private static String word(ClusterException.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String own(Throwable failure) {
    if (failure instanceof ChartException) {
      return "chart";
    }
    if (failure instanceof ValuesException) {
      return "values";
    }
    if (failure instanceof RenderException) {
      return "render";
    }
    if (failure instanceof ManifestException) {
      return "manifest";
    }
    return failure instanceof ReleaseException ? "record" : "";
  }
}
