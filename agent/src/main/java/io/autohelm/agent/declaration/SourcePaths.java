package io.autohelm.agent.declaration;

import java.util.ArrayList;
import java.util.List;

/** Paths in declarations: from the source's root, however they are written. */
final class SourcePaths {
  private SourcePaths() {}

  /** Whether a path stays in the source; the problem is told where it does not. */
  static boolean isInside(FieldReader reader, String field, String path) {
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        reader.problem(reader.lineOf(field), field, "must not contain .., met " + path);
        return false;
      }
    }
    return true;
  }

  /** {@code ./charts/x}, {@code /charts/x/} and {@code charts/x} are one. */
  static String clean(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
