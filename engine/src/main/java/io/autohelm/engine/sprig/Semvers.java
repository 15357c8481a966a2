package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;

/** Semantic versions. */
final class Semvers {
  private Semvers() {}

  static void addTo(Table table) {
    table.add("semver", "string", a -> new GoVersion(version(a.string(0))));
    table.add("semverCompare", "string, string", a -> compare(a.string(0), a.string(1)));
  }

  static Version version(String text) {
    try {
      return Version.parse(text);
    } catch (SemverException e) {
      throw new GoError(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean compare(String constraint, String version) {
    Constraint parsed;
    try {
      parsed = Constraint.parse(constraint);
    } catch (SemverException e) {
      throw new GoError(String.valueOf(e.getMessage()), e);
    }
    return parsed.allows(version(version));
  }
}
