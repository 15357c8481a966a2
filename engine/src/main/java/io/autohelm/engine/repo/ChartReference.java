package io.autohelm.engine.repo;

/**
 * A chart by name, as a declaration gives it.
 *
 * @param repository the address of a repository with an index, or {@code oci://HOST/PATH}
 * @param name the chart's name
 * @param version an exact version or a constraint; empty takes the newest release
 * @param digest {@code sha256:} and 64 hexadecimal digits that the chart must have: of the manifest
 *     in a registry, of the archive elsewhere; empty where any will do
 */
public record ChartReference(String repository, String name, String version, String digest) {
  public ChartReference(String repository, String name, String version) {
    this(repository, name, version, "");
  }

  public boolean isOci() {
    return repository.startsWith("oci://");
  }

  ChartReference at(String other) {
    return new ChartReference(other, name, version, digest);
  }

  @Override
  public String toString() {
    return name
        + (version.isEmpty() ? "" : " " + version)
        + (digest.isEmpty() ? "" : "@" + digest)
        + " from "
        + repository;
  }
}
