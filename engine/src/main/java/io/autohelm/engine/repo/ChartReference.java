package io.autohelm.engine.repo;

/**
 * A chart by name, as a declaration gives it.
 *
 * @param repository the address of a repository with an index, or {@code oci://HOST/PATH}
 * @param name the chart's name
 * @param version an exact version or a constraint; empty takes the newest release
 */
public record ChartReference(String repository, String name, String version) {
  public boolean isOci() {
    return repository.startsWith("oci://");
  }

  @Override
  public String toString() {
    return name + (version.isEmpty() ? "" : " " + version) + " from " + repository;
  }
}
