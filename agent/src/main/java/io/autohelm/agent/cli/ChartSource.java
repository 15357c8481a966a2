package io.autohelm.agent.cli;

import io.autohelm.engine.repo.ChartProof;
import io.autohelm.engine.repo.HelmCharts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** Finds the chart that a command is given: a path, or a reference to be downloaded. */
final class ChartSource {
  private ChartSource() {}

  static Path find(String reference, ChartOptions chart, HelmOptions options) throws IOException {
    String name = reference.strip();
    if (chart.access().repository().isEmpty()) {
      Path path = Path.of(name);
      if (!name.contains("://") && Files.exists(path)) {
        Path found = path.toAbsolutePath().normalize();
        if (chart.proof(false).demand() == ChartProof.Demand.VERIFY) {
          ChartProof.verify(found, chart.proof(false).keyring(), Instant.now());
        }
        return found;
      }
      if (name.startsWith("/") || name.startsWith(".")) {
        throw new CommandException(1, "path \"" + name + "\" not found");
      }
    }
    return new HelmCharts(
            options.folders(),
            System.getenv(),
            Clock.systemUTC(),
            HelmOutput::log,
            line -> HelmOutput.error(line + "\n"))
        .cached(name, chart.version(), chart.access(), chart.proof(false));
  }
}
