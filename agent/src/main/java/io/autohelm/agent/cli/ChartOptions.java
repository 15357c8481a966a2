package io.autohelm.agent.cli;

import io.autohelm.engine.repo.ChartAccess;
import io.autohelm.engine.repo.ChartDependencies;
import io.autohelm.engine.repo.ChartProof;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Helm's options for where a chart comes from. */
final class ChartOptions {
  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "A version or a constraint such as ^2.0.0 (default: the newest release)")
  private String version = "";

  @Option(
      names = "--devel",
      description = "Take pre-releases too: the version >0.0.0-0, where --version says nothing")
  private boolean devel;

  @Option(
      names = "--repo",
      paramLabel = "URL",
      description = "The repository of a chart that is named alone")
  private String repository = "";

  @Option(
      names = "--pass-credentials",
      description = "Send credentials to other hosts too that the index names")
  private boolean passCredentials;

  @Option(names = "--verify", description = "Take a signed chart alone")
  private boolean verify;

  @Mixin private KeyringOption keyring = new KeyringOption();

  @Mixin private AccessOptions access = new AccessOptions();

  String version() {
    return version.isEmpty() && devel ? ">0.0.0-0" : version.strip();
  }

  ChartAccess access() {
    return access.access(repository, passCredentials);
  }

  /** Brings the chart's dependencies. */
  ChartDependencies dependencies(HelmOptions options) {
    return DependencyOptions.of(
        options, access, new ChartProof(ChartProof.Demand.NONE, keyring.file()), HelmOutput::line);
  }

  /**
   * What is wanted of the chart's signature.
   *
   * @param keep whether the provenance file is wanted even where it is not looked at
   */
  ChartProof proof(boolean keep) {
    ChartProof.Demand otherwise = keep ? ChartProof.Demand.KEEP : ChartProof.Demand.NONE;
    return new ChartProof(verify ? ChartProof.Demand.VERIFY : otherwise, keyring.file());
  }
}
