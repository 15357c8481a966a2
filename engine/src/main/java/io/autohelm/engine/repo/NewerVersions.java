package io.autohelm.engine.repo;

import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a repository has beyond the version that was chosen, pre-releases aside; each is empty where
 * there is nothing newer of that kind.
 *
 * @param patch the newest of the same minor version
 * @param minor the newest of another minor version of the same major version
 * @param major the newest of another major version
 */
public record NewerVersions(String patch, String minor, String major) {
  /** Nothing newer, or nothing known. */
  public static final NewerVersions NONE = new NewerVersions("", "", "");

  /** Compares the chosen version with all; what is no semantic version is left out. */
  static NewerVersions of(String chosen, Collection<String> all) {
    Version current = parsed(chosen);
    if (current == null) {
      return NONE;
    }
    Version patch = null;
    Version minor = null;
    Version major = null;
    for (String text : all) {
      Version other = parsed(text);
      if (other == null || !other.prerelease().isEmpty() || other.compareTo(current) <= 0) {
        continue;
      }
      if (other.major() != current.major()) {
        major = newer(major, other);
      } else if (other.minor() != current.minor()) {
        minor = newer(minor, other);
      } else {
        patch = newer(patch, other);
      }
    }
    return new NewerVersions(text(patch), text(minor), text(major));
  }

  private static Version newer(@Nullable Version known, Version other) {
    return known == null || other.compareTo(known) > 0 ? other : known;
  }

  private static String text(@Nullable Version version) {
    return version == null ? "" : version.toString();
  }

  private static @Nullable Version parsed(String text) {
    try {
      return Version.parse(text);
    } catch (SemverException e) {
      return null;
    }
  }
}
