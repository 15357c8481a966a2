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
   */
  record FromRepository(String repository, String name, String version) implements ChartChoice {}
}
