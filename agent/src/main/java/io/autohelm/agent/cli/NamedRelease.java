package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.ReleaseName;
import picocli.CommandLine.Parameters;

/** The release that a command is about: {@code NAME}, or {@code NAMESPACE/NAME}. */
final class NamedRelease {
  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "The release: NAME, or NAMESPACE/NAME")
  private String release = "";

  /** Where a release is, and its name. */
  record Id(String namespace, String name) {
    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }

  /**
   * That it may be a release at all.
   *
   * @throws CommandException where it may not
   */
  static void check(String given) {
    int slash = given.indexOf('/');
    boolean isNamespace =
        slash < 0 || given.substring(0, slash).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    if (!isNamespace || ReleaseName.problem(given.substring(slash + 1)).isPresent()) {
      throw new CommandException(2, "expected NAME or NAMESPACE/NAME of a release, met " + given);
    }
  }

  Id id(KubeOptions kube) {
    check(release);
    int slash = release.indexOf('/');
    if (slash >= 0) {
      return new Id(release.substring(0, slash), release.substring(slash + 1));
    }
    return new Id(
        kube.helm
            .givenNamespace()
            .orElseGet(
                () -> {
                  try (KubeConnection connection = kube.open()) {
                    return connection.defaultNamespace();
                  }
                }),
        release);
  }
}
