package io.autohelm.engine.action;

import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose an object is: Helm's label and annotations, checked in Helm's words. */
final class Ownership {
  private Ownership() {}

  /** Why {@code object} does not belong to the release; empty where it does. */
  static Optional<String> problem(KubeObject object, String release, String namespace) {
    List<String> problems = new ArrayList<>();
    check(
        problems,
        "label",
        Annotations.MANAGED_BY,
        object.label(Annotations.MANAGED_BY),
        Annotations.HELM);
    check(
        problems,
        "annotation",
        Annotations.RELEASE_NAME,
        object.annotation(Annotations.RELEASE_NAME),
        release);
    check(
        problems,
        "annotation",
        Annotations.RELEASE_NAMESPACE,
        object.annotation(Annotations.RELEASE_NAMESPACE),
        namespace);
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of("invalid ownership metadata; " + String.join("; ", problems));
  }

  private static void check(
      List<String> problems, String what, String key, @Nullable String met, String wanted) {
    if (met == null) {
      problems.add(
          what
              + " validation error: missing key \""
              + key
              + "\": must be set to \""
              + wanted
              + "\"");
    } else if (!met.equals(wanted)) {
      problems.add(
          what
              + " validation error: key \""
              + key
              + "\" must equal \""
              + wanted
              + "\": current value is \""
              + met
              + "\"");
    }
  }
}
