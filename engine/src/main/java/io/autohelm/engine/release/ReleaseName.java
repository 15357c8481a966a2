package io.autohelm.engine.release;

import java.util.Optional;
import java.util.regex.Pattern;

/** Helm's rule for names of releases: a DNS subdomain of at most 53 characters. */
public final class ReleaseName {
  private static final int MAX_LENGTH = 53;
  private static final Pattern VALID =
      Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");

  private ReleaseName() {}

  /** What is wrong with {@code name}, in Helm's words; empty when nothing is. */
  public static Optional<String> problem(String name) {
    if (name.isEmpty()) {
      return Optional.of("no name provided");
    }
    if (name.length() > MAX_LENGTH || !VALID.matcher(name).matches()) {
      return Optional.of(
          "invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
              + " and the length must not be longer than 53");
    }
    return Optional.empty();
  }
}
