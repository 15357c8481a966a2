package io.autohelm.agent.cli;

import picocli.CommandLine.Parameters;

/** The release that an order is about. */
final class OrderedRelease {
  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "The release: NAME, or NAMESPACE/NAME")
  String name = "";
}
