package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Map;

/**
 * The marks by which one object is left out of drift detection: ours, Flux's and Argo CD's. Each
 * counts as a label and as an annotation.
 */
public final class OptOut {
  private static final List<Map.Entry<String, String>> MARKS =
      List.of(
          Map.entry("autohelm.io/drift", "ignore"),
          Map.entry("helm.toolkit.fluxcd.io/driftDetection", "disabled"),
          Map.entry("kustomize.toolkit.fluxcd.io/reconcile", "disabled"));

  private static final String COMPARE_OPTIONS = "argocd.argoproj.io/compare-options";

  private OptOut() {}

  /** Whether the object may be, or not be, as it likes. */
  public static boolean isMarked(KubeObject object) {
    return MARKS.stream()
        .anyMatch(
            mark ->
                mark.getValue().equals(object.label(mark.getKey()))
                    || mark.getValue().equals(object.annotation(mark.getKey())));
  }

  /** Whether the object may be there although no release has it. */
  public static boolean isAllowedExtra(KubeObject object) {
    String options = object.annotation(COMPARE_OPTIONS);
    return isMarked(object)
        || (options != null && List.of(options.split("\\s*,\\s*")).contains("IgnoreExtraneous"));
  }
}
