package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
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

  Id id(KubeOptions kube) {
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
