package io.autohelm.agent.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest carries. */
final class VersionText implements IVersionProvider {
  static String version() {
    String version = VersionText.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"autohelm " + version()};
  }
}
