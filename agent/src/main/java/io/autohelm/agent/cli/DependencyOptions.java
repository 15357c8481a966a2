package io.autohelm.agent.cli;

import io.autohelm.engine.chart.ChartPackage;
import io.autohelm.engine.repo.ChartDependencies;
import io.autohelm.engine.repo.ChartProof;
import io.autohelm.engine.repo.HelmDependencies;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What both ways to bring dependencies take. */
final class DependencyOptions {
  @Parameters(
      arity = "0..*",
      paramLabel = "CHART",
      description = "The chart's folder (default: here)")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--verify", description = "Take signed charts alone")
  private boolean verify;

  @Option(names = "--skip-refresh", description = "Use the indexes that are there")
  private boolean skipRefresh;

  @Mixin private KeyringOption keyring = new KeyringOption();

  @Mixin private AccessOptions access = new AccessOptions();

  @Mixin private HelmOptions options = new HelmOptions();

  Path folder(@Nullable CommandLine line) {
    if (line != null) {
      HelmUsage.atMost(1, line, arguments);
    }
    Path folder = Path.of(arguments.isEmpty() ? "." : arguments.get(0)).normalize();
    return folder.toString().isEmpty() ? Path.of(".") : folder;
  }

  boolean refresh() {
    return !skipRefresh;
  }

  ChartDependencies dependencies() {
    return of(options, access, new ChartProof(demand(), keyring.file()), HelmOutput::line);
  }

  private ChartProof.Demand demand() {
    return verify ? ChartProof.Demand.VERIFY : ChartProof.Demand.NONE;
  }

  static ChartDependencies of(
      HelmOptions options,
      AccessOptions access,
      ChartProof proof,
      java.util.function.Consumer<String> output) {
    Instant stamp = SourceDate.of(System.getenv());
    Clock clock =
        stamp == null ? Clock.system(ZoneId.systemDefault()) : Clock.fixed(stamp, ZoneOffset.UTC);
    return HelmDependencies.of(
        options.folders(),
        access.access(),
        proof,
        new ChartPackage(clock, stamp),
        System.getenv(),
        clock,
        HelmOutput::log,
        output);
  }
}
