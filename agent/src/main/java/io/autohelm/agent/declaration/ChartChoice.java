package io.autohelm.agent.declaration;

/** Which chart a declaration names. */
public sealed interface ChartChoice {
  /**
   * A folder or archive of the same commit.
   *
   * @param path from the root
   */
  record InCommit(String path) implements ChartChoice {}

  /**
   * A chart of a repository or registry.
   *
   * @param repository an address, or {@code oci://HOST/PATH} without the chart's name
   * @param version exact or a constraint; empty takes the newest release
   * @param digest {@code sha256:} and 64 hexadecimal digits that it must have; empty for any
   */
  record FromRepository(String repository, String name, String version, String digest)
      implements ChartChoice {}

  /**
   * A chart of a repository that is declared itself.
   *
   * @param version exact or a constraint; empty takes the newest release
   * @param digest that it must have; empty for any
   */
  record FromDeclared(DeclaredRepository repository, String name, String version, String digest)
      implements ChartChoice {}

  /**
   * A folder or archive of another Git repository.
   *
   * @param url https, http, ssh or {@code user@host:path}
   * @param refKind how {@code ref} is meant
   * @param ref a name, a constraint or a hash; empty for HEAD
   * @param path from that repository's root
   */
  record FromGit(String url, RefKind refKind, String ref, String path) implements ChartChoice {}

  /** What the ref of another Git repository is. */
  enum RefKind {
    HEAD,
    BRANCH,
    TAG,
    SEMVER,
    COMMIT
  }
}
