package io.autohelm.agent.declaration;

import java.util.List;
import java.util.Set;

/**
 * Reads declarations of kind {@code Consent}: digests of plans and deletions that somebody has
 * looked at and agreed to.
 */
final class ConsentReader {
  static final String KIND = "Consent";
  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  private ConsentReader() {}

  /**
   * Reads one.
   *
   * @param top a document of that kind
   * @param consents takes the digests
   */
  static void read(FieldReader top, Set<String> consents) {
    for (String part : List.of("metadata", "spec")) {
      if (top.isAbsent(part)) {
        top.problem(top.lineOf(part), part, "is required");
        return;
      }
    }
    top.table("metadata")
        .ifPresent(
            metadata -> {
              metadata.allow("name", "labels", "annotations");
              metadata.requiredText("name");
              metadata.texts("labels");
              metadata.texts("annotations");
            });
    top.table("spec")
        .ifPresent(
            spec -> {
              spec.allow("digests");
              if (spec.isAbsent("digests")) {
                spec.problem(spec.lineOf("digests"), "digests", "is required");
              }
              int index = 0;
              for (String digest : spec.textList("digests")) {
                if (isDigest(spec, "digests[" + index++ + "]", digest)) {
                  consents.add(digest);
                }
              }
            });
  }

  /** Whether it is a digest; complains where it is none. */
  static boolean isDigest(FieldReader table, String field, String digest) {
    if (!digest.matches(DIGEST)) {
      table.problem(
          table.lineOf(field.replaceFirst("\\[.*", "")),
          field,
          "expected sha256: and 64 hexadecimal digits, met " + Shown.value(digest));
      return false;
    }
    return true;
  }
}
