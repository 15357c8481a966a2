package io.autohelm.agent.git;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import java.util.Optional;

/** Which commit of a repository is wanted. */
public sealed interface GitRef {
  /** What the remote's HEAD names: its default branch. */
  record Head() implements GitRef {}

  record Branch(String name) implements GitRef {}

  record Tag(String name) implements GitRef {}

  /** The highest tag that the version constraint allows, for example {@code ^1.2}. */
  record Semver(String constraint) implements GitRef {
    /** Why the text is no version constraint; empty where it is one. */
    public static Optional<String> problem(String constraint) {
      try {
        Constraint.parse(constraint);
        return Optional.empty();
      } catch (SemverException e) {
        return Optional.of(
            "expected a version constraint such as ^1.2, met "
                + constraint
                + ": "
                + e.getMessage());
      }
    }
  }

  /** One commit by its full hash. */
  record Commit(String id) implements GitRef {}

  /** The choice in words, for status and errors. */
  default String text() {
    if (this instanceof Branch branch) {
      return "branch " + branch.name();
    }
    if (this instanceof Tag tag) {
      return "tag " + tag.name();
    }
    if (this instanceof Semver semver) {
      return "newest tag in " + semver.constraint();
    }
    if (this instanceof Commit commit) {
      return "commit " + commit.id();
    }
    return "HEAD";
  }
}
