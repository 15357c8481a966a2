package io.autohelm.agent.declaration;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;

/**
 * A release that another one waits for.
 *
 * @param condition what it must be
 * @param version a constraint that the version of its chart must satisfy; empty for any
 * @param place where it stands in the file of the one that waits
 */
public record Dependency(ReleaseId id, Condition condition, String version, Place place) {
  /** What must be so before whoever depends on it is acted on. */
  public enum Condition {
    /** What is declared is deployed. */
    DEPLOYED,
    /** It is deployed, and all its objects do what they are for at this moment. */
    READY
  }

  /** That it is deployed and ready, in whatever version. */
  public static Dependency on(ReleaseId id) {
    return new Dependency(id, Condition.READY, "", Place.UNKNOWN);
  }

  /** Whether a chart of that version will do. */
  public boolean allows(String chartVersion) {
    try {
      return version.isEmpty() || Constraint.parse(version).allows(Version.parse(chartVersion));
    } catch (SemverException e) {
      return false; // a chart without a proper version satisfies no constraint
    }
  }
}
