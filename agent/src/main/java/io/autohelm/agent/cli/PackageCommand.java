package io.autohelm.agent.cli;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartPackage;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.repo.ChartProof;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code autohelm package}. */
@Command(
    name = "package",
    customSynopsis = "autohelm package [CHART_PATH] [...] [flags]",
    header = "Package charts into archives.",
    description = {
      "",
      "Writes NAME-VERSION.tgz of each chart folder, as helm package does. Times in the "
          + "archive are those of the files, or SOURCE_DATE_EPOCH; the same files give the "
          + "same bytes.",
      "",
      "Examples:",
      "  autohelm package ./shop",
      "  autohelm package ./shop --version 1.4.0 --app-version 2026.1 -d dist",
      "  SOURCE_DATE_EPOCH=1767225600 autohelm package ./shop",
      "  autohelm package ./shop --sign --key ci@example.org --keyring secring.gpg "
          + "--passphrase-file pass",
      ""
    })
final class PackageCommand implements Callable<Integer>, LikeHelm {
  @Parameters(arity = "0..*", paramLabel = "CHART_PATH", description = "Chart folders")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--version", paramLabel = "VERSION", description = "Another version of the chart")
  private String version = "";

  @Option(
      names = "--app-version",
      paramLabel = "VERSION",
      description = "Another appVersion of the chart")
  private String appVersion = "";

  @Option(
      names = {"-d", "--destination"},
      paramLabel = "FOLDER",
      description = "Where to write (default: here)")
  private String destination = ".";

  @Option(
      names = {"-u", "--dependency-update"},
      description = "First choose and bring the dependencies, as dependency update does")
  private boolean dependencyUpdate;

  @Option(names = "--sign", description = "Sign with an OpenPGP key: writes NAME-VERSION.tgz.prov")
  private boolean sign;

  @Option(
      names = "--key",
      paramLabel = "NAME",
      description = "The name of the key, or a part of it")
  private String key = "";

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Holds the key's passphrase in its first line; - for standard input")
  private String passphraseFile = "";

  @Mixin private KeyringOption keyring = new KeyringOption();

  @Mixin private AccessOptions access = new AccessOptions();

  @Mixin private ValuesOptions values = new ValuesOptions();

  @Mixin HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (arguments.isEmpty()) {
      throw new CommandException(1, "need at least one argument, the path to the chart");
    }
    Instant stamp = SourceDate.of(System.getenv());
    if (sign && key.isEmpty()) {
      throw new CommandException(1, "--key is required for signing a package");
    }
    if (sign && keyring.isEmpty()) {
      throw new CommandException(1, "--keyring is required for signing a package");
    }
    ChartSigning signing = new ChartSigning(keyring, key, passphraseFile);
    values.values(); // Helm reads them, complains of bad ones, and makes no use of them.
    ChartPackage packaging = new ChartPackage(Clock.systemUTC(), stamp);
    for (String argument : arguments) {
      if (!Files.exists(Path.of(argument))) {
        throw new CommandException(1, "stat " + argument + ": no such file or directory");
      }
      Path folder = Path.of(argument).toAbsolutePath().normalize();
      if (dependencyUpdate) {
        DependencyOptions.of(
                options, access, new ChartProof(ChartProof.Demand.NONE, keyring.file()), line -> {})
            .update(folder, true);
      }
      Path file = save(packaging, folder);
      if (sign) {
        signing.sign(file);
      }
      HelmOutput.print("Successfully packaged chart and saved it to: " + file + "\n");
    }
    return 0;
  }

  private Path save(ChartPackage packaging, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path inside = folder.resolve("Chart.yaml");
      throw new CommandException(
          1, "unable to detect chart at " + inside + ": open " + inside + ": not a directory");
    }
    Chart chart = Charts.load(folder);
    if (!version.isEmpty()) {
      chart = chart.withMetadata(chart.metadata().withVersion(version));
    }
    try {
      Version.parse(chart.metadata().version());
    } catch (SemverException e) {
      throw new CommandException(1, String.valueOf(e.getMessage()));
    }
    if (!appVersion.isEmpty()) {
      chart = chart.withMetadata(chart.metadata().withAppVersion(appVersion));
    }
    chart
        .missingDependencies()
        .ifPresent(
            missing -> {
              throw new CommandException(1, missing);
            });
    Path into =
        destination.equals(".") ? Path.of("").toAbsolutePath() : Path.of(destination).normalize();
    try {
      return packaging.save(chart, into);
    } catch (ChartException e) {
      throw new CommandException(1, "failed to save: " + e.getMessage());
    }
  }
}
