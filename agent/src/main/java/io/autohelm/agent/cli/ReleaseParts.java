package io.autohelm.agent.cli;

import io.autohelm.engine.chart.ChartTree;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.values.Coalesce;
import io.autohelm.engine.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The parts of a release's record, each printed as {@code helm get} prints it. */
final class ReleaseParts {
  private ReleaseParts() {}

  /** The options of {@code get all}. */
  static final class AllOptions {
    @Option(
        names = "--template",
        paramLabel = "TEMPLATE",
        description = "A Go template to print instead, for example {{.Release.Name}}")
    String template = "";
  }

  /** The options of {@code get values}. */
  static final class ValuesParts {
    @Option(
        names = {"-a", "--all"},
        description = "The chart's values too")
    boolean all;

    @Mixin FormatOption output = new FormatOption();
  }

  static CommandLine all() {
    AllOptions options = new AllOptions();
    return GetCommand.of(
        "all",
        "Print everything that is known of a release.",
        options,
        (release, labels) -> {
          if (options.template.isEmpty()) {
            HelmOutput.print(new ReleaseText(release).withMetadata().withRecord().toString());
          } else {
            ReleaseTemplate.print(release, options.template);
          }
        });
  }

  static CommandLine hooks() {
    return GetCommand.of(
        "hooks",
        "Print the hooks of a release.",
        (release, labels) -> HelmOutput.print(hooks(release)));
  }

  static String hooks(Release release) {
    return release.hooks().stream()
        .map(HookRun::hook)
        .map(hook -> "---\n# Source: " + hook.path() + "\n" + hook.manifest() + "\n")
        .collect(Collectors.joining());
  }

  static CommandLine manifest() {
    return GetCommand.of(
        "manifest",
        "Print the manifest of a release.",
        (release, labels) -> HelmOutput.line(release.manifest()));
  }

  static CommandLine notes() {
    return GetCommand.of(
        "notes",
        "Print the notes of a release.",
        (release, labels) -> {
          if (!release.info().notes().isEmpty()) {
            HelmOutput.print("NOTES:\n" + release.info().notes() + "\n");
          }
        });
  }

  static CommandLine values() {
    ValuesParts options = new ValuesParts();
    return GetCommand.of(
        "values",
        "Print the values of a release.",
        options,
        (release, labels) -> {
          Object values = options.all ? computedValues(release) : givenValues(release);
          if (options.output.format == OutputFormat.TABLE) {
            HelmOutput.print(
                (options.all ? "COMPUTED VALUES:\n" : "USER-SUPPLIED VALUES:\n")
                    + Yaml.print(values));
          } else {
            HelmListing.print(options.output.format, HelmListing.sorted(values));
          }
        });
  }

  /** What the user gave; null for nothing, as a record does not tell it from an empty table. */
  static @Nullable Object givenValues(Release release) {
    return release.config().isEmpty() ? null : release.config();
  }

  static Object computedValues(Release release) {
    return Coalesce.values(release.chart(), release.config(), HelmOutput::log);
  }

  static CommandLine metadata() {
    FormatOption options = new FormatOption();
    return GetCommand.of(
        "metadata",
        "Print where a release comes from and how it stands.",
        options,
        (release, labels) -> {
          Map<String, @Nullable Object> object = metadata(release, labels.get());
          if (options.format == OutputFormat.TABLE) {
            HelmOutput.print(metadataText(release, object));
          } else {
            HelmListing.print(options.format, object);
          }
        });
  }

  private static Map<String, @Nullable Object> metadata(
      Release release, SortedMap<String, String> labels) {
    Map<String, @Nullable Object> chart = ChartTree.metadata(release.chart().metadata());
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", release.name());
    object.put("chart", release.chart().name());
    object.put("version", release.chart().metadata().version());
    object.put("appVersion", release.chart().metadata().appVersion());
    if (chart.get("annotations") != null) {
      object.put("annotations", HelmListing.sorted(chart.get("annotations")));
    }
    if (!labels.isEmpty()) {
      object.put("labels", labels);
    }
    if (chart.get("dependencies") != null) {
      object.put("dependencies", chart.get("dependencies"));
    }
    object.put("namespace", release.namespace());
    object.put("revision", (long) release.revision());
    object.put("status", release.status().text());
    object.put("deployedAt", HelmTime.seconds(release.info().lastDeployed()));
    if (!release.applyMethod().isEmpty()) {
      object.put("applyMethod", release.applyMethod());
    }
    return object;
  }

  private static String metadataText(Release release, Map<String, @Nullable Object> object) {
    List<String> dependencies =
        release.chart().metadata().dependencies().stream()
            .map(dependency -> dependency.name())
            .sorted()
            .toList();
    return "NAME: "
        + object.get("name")
        + "\nCHART: "
        + object.get("chart")
        + "\nVERSION: "
        + object.get("version")
        + "\nAPP_VERSION: "
        + object.get("appVersion")
        + "\nANNOTATIONS: "
        + pairs(object.get("annotations"))
        + "\nLABELS: "
        + pairs(object.get("labels"))
        + "\nDEPENDENCIES: "
        + String.join(",", dependencies)
        + "\nNAMESPACE: "
        + object.get("namespace")
        + "\nREVISION: "
        + object.get("revision")
        + "\nSTATUS: "
        + object.get("status")
        + "\nDEPLOYED_AT: "
        + object.get("deployedAt")
        + "\nAPPLY_METHOD: "
        + applyMethod(release.applyMethod())
        + "\n";
  }

  private static String pairs(@Nullable Object labels) {
    return labels instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","))
        : "";
  }

  private static String applyMethod(String method) {
    return switch (method) {
      case "" -> "client-side apply (defaulted)";
      case "csa" -> "client-side apply";
      case Release.SERVER_SIDE_APPLY -> "server-side apply";
      default -> "unknown (\"" + method + "\")";
    };
  }
}
