package io.autohelm.agent.cli;

import io.autohelm.engine.chart.ChartArchives;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.lint.ChartLint;
import io.autohelm.engine.lint.LintFinding;
import io.autohelm.engine.lint.LintOptions;
import io.autohelm.engine.lint.LintSeverity;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.render.RenderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm lint}: the options and the output of {@code helm lint}. */
@Command(
    name = "lint",
    customSynopsis = "autohelm lint PATH [flags]",
    header = "Examine charts for possible problems.",
    description = {
      "",
      "Renders each chart with its values and looks at what it is made of and what "
          + "comes out. An [ERROR] would stop an installation; a [WARNING] breaks a "
          + "convention and fails only with --strict; an [INFO] is advice. The findings are "
          + "those of helm lint, byte for byte; --lines adds where they are.",
      "",
      "Examples:",
      "  autohelm lint ./mychart",
      "  autohelm lint --strict --with-subcharts -f values/production.yaml ./mychart",
      "  autohelm lint --lines mychart-1.2.0.tgz",
      ""
    })
final class LintCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "Chart folders or archives")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--strict", description = "Fail on warnings too")
  private boolean strict;

  @Option(names = "--with-subcharts", description = "Examine what lies in charts/ too")
  private boolean withSubcharts;

  @Option(names = "--quiet", description = "Print only warnings and errors")
  private boolean quiet;

  @Option(names = "--skip-schema-validation", description = "Take values that a schema refuses")
  private boolean skipSchema;

  @Option(
      names = "--kube-version",
      paramLabel = "VERSION",
      description = "The Kubernetes to examine for: capabilities and deprecated kinds")
  private @Nullable String kubeVersion;

  @Option(
      names = "--lines",
      description =
          "Print the line of each finding behind its file: for a rendered template, the line of the output")
  private boolean lines;

  @Mixin private ValuesOptions values = new ValuesOptions();

  @Mixin private HelmOptions options = new HelmOptions();

  /** What became of one path. */
  private record Result(List<LintFinding> findings, @Nullable String failure) {
    boolean isNotable() {
      return failure != null
          || findings.stream().anyMatch(finding -> finding.severity() != LintSeverity.INFO);
    }

    boolean fails(LintSeverity tolerated) {
      return failure != null
          || findings.stream().anyMatch(finding -> finding.severity().compareTo(tolerated) >= 0);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.atLeast(1, spec.commandLine(), arguments);
    }
    KubeVersion version = kubeVersion();
    List<String> paths = new ArrayList<>(arguments);
    if (withSubcharts) {
      for (String path : arguments) {
        addSubcharts(path, paths);
      }
    }
    Map<String, @Nullable Object> given = values.values();
    ChartLint lint =
        new ChartLint(
            new LintOptions(options.namespace(), version, skipSchema),
            Clock.system(ZoneId.systemDefault()),
            HelmOutput::log);
    StringBuilder text = new StringBuilder();
    int failed = 0;
    int notable = 0;
    for (String path : paths) {
      Result result = examine(path, lint, given);
      if (result.isNotable()) {
        notable++;
      }
      if (quiet && !result.isNotable()) {
        continue;
      }
      print(path, result, text);
      if (result.fails(strict ? LintSeverity.WARNING : LintSeverity.ERROR)) {
        failed++;
      }
    }
    HelmOutput.print(text.toString());
    String summary = paths.size() + " chart(s) linted, " + failed + " chart(s) failed";
    if (failed > 0) {
      throw new CommandException(1, summary);
    }
    if (!quiet || notable > 0) {
      HelmOutput.print(summary + "\n");
    }
    return 0;
  }

  private @Nullable KubeVersion kubeVersion() {
    if (kubeVersion == null || kubeVersion.isEmpty()) {
      return null;
    }
    try {
      return KubeVersion.parse(kubeVersion);
    } catch (RenderException e) {
      throw new CommandException(
          1, "invalid kube version '" + kubeVersion + "': " + e.getMessage());
    }
  }

  private static void addSubcharts(String path, List<String> paths) throws IOException {
    Path charts = Path.of(path, "charts");
    if (!Files.isDirectory(charts)) {
      return;
    }
    try (Stream<Path> walked = Files.walk(charts)) {
      for (Path file : walked.sorted(LintCommand::byNames).toList()) {
        String name = file.getFileName().toString();
        if (name.equals("Chart.yaml")) {
          paths.add(file.resolveSibling("").toString());
        } else if (isArchive(name)) {
          paths.add(file.toString());
        }
      }
    }
  }

  /** In the order in which Go walks a folder: by the names at each level, not by whole paths. */
  private static int byNames(Path one, Path other) {
    int names = Math.min(one.getNameCount(), other.getNameCount());
    for (int i = 0; i < names; i++) {
      int order = one.getName(i).toString().compareTo(other.getName(i).toString());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.getNameCount(), other.getNameCount());
  }

  private static boolean isArchive(String name) {
    return name.endsWith(".tgz") || name.endsWith(".tar.gz");
  }

  private static Result examine(String path, ChartLint lint, Map<String, @Nullable Object> given)
      throws IOException {
    if (!isArchive(path)) {
      return examineFolder(Path.of(path), lint, given);
    }
    if (!Files.exists(Path.of(path))) {
      return new Result(
          List.of(), "unable to open tarball: open " + path + ": no such file or directory");
    }
    Path temporary = Files.createTempDirectory("helm-lint");
    try {
      return examineFolder(ChartArchives.expand(Path.of(path), temporary), lint, given);
    } catch (ChartException e) {
      return new Result(List.of(), "unable to extract tarball: " + e.getMessage());
    } finally {
      HelmFiles.delete(temporary);
    }
  }

  private static Result examineFolder(
      Path folder, ChartLint lint, Map<String, @Nullable Object> given) {
    Path file = folder.resolve("Chart.yaml");
    if (!Files.exists(file)) {
      return new Result(
          List.of(),
          "unable to check Chart.yaml file in chart: stat "
              + file.normalize()
              + ": no such file or directory");
    }
    return new Result(lint.examine(folder.toAbsolutePath().normalize(), given), null);
  }

  private void print(String path, Result result, StringBuilder text) {
    text.append("==> Linting ").append(path).append('\n');
    if (result.failure() != null) {
      text.append("Error ").append(result.failure()).append('\n');
    }
    for (LintFinding finding : result.findings()) {
      if (!quiet || finding.severity() != LintSeverity.INFO) {
        text.append(lines ? withLine(finding) : finding).append('\n');
      }
    }
    text.append('\n');
  }

  private static String withLine(LintFinding finding) {
    return finding.line() == 0
        ? finding.toString()
        : "["
            + finding.severity()
            + "] "
            + finding.path()
            + ":"
            + finding.line()
            + ": "
            + finding.text();
  }
}
