package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What installing and upgrading have in common: a chart, values, and what becomes of them. */
final class ReleaseOptions {
  @Mixin private ChartOptions chart = new ChartOptions();

  @Mixin private ValuesOptions values = new ValuesOptions();

  @Mixin private ActionOptions action = new ActionOptions();

  @Mixin private ApplyOptions apply = new ApplyOptions();

  @Mixin private DryRunOption dryRun = new DryRunOption();

  @Option(
      names = "--create-namespace",
      description = "Make the namespace where there is none and the release is installed")
  private boolean createNamespace;

  @Option(
      names = "--rollback-on-failure",
      description = "Uninstall a failed installation, roll a failed upgrade back; waits")
  private boolean rollbackOnFailure;

  @Option(names = "--atomic", hidden = true)
  private boolean atomic;

  @Option(names = "--skip-crds", description = "Install no CRDs of crds/")
  private boolean skipCrds;

  @Option(
      names = "--skip-schema-validation",
      description = "Take values that values.schema.json refuses")
  private boolean skipSchema;

  @Option(
      names = "--render-subchart-notes",
      description = "Show the notes of sub-charts after the chart's")
  private boolean subNotes;

  @Option(names = "--hide-notes", description = "Do not print notes; the record has them")
  private boolean hideNotes;

  @Option(names = "--hide-secret", description = "Where --dry-run is given, do not print Secrets")
  private boolean hideSecret;

  @Option(names = "--enable-dns", description = "Let templates ask the name service")
  private boolean enableDns;

  @Option(
      names = "--take-ownership",
      description = "Adopt objects that exist, whoever they belong to")
  private boolean takeOwnership;

  @Option(
      names = "--dependency-update",
      description = "Bring dependencies that are missing in charts/")
  private boolean dependencyUpdate;

  @Option(
      names = {"-l", "--labels"},
      paramLabel = "KEY=VALUE",
      split = ",",
      description = "Labels of the record; an upgrade takes one away by KEY=null")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--disable-openapi-validation", hidden = true)
  void takeValidation(boolean ignored) {
    // The API server validates; its OpenAPI document is never downloaded.
  }

  @Mixin FormatOption output = new FormatOption();

  @Mixin KubeOptions kube = new KubeOptions();

  /**
   * The options as a policy, to be asked for once: what is deprecated is complained of.
   *
   * @throws CommandException where they cannot go together
   */
  ActionPolicy.Builder policy() {
    if (atomic) {
      HelmOutput.error("Flag --atomic has been deprecated, use --rollback-on-failure instead\n");
    }
    return apply
        .over(action.over(ActionPolicy.HELM.change()))
        .dryRun(dryRun.of())
        .createNamespace(createNamespace)
        .rollbackOnFailure(rollbackOnFailure || atomic)
        .crds(!skipCrds)
        .skipSchema(skipSchema)
        .subNotes(subNotes)
        .enableDns(enableDns)
        .takeOwnership(takeOwnership);
  }

  /** The chart and the values, read before any cluster is asked. */
  Draft draft(String reference) throws IOException {
    Path path = ChartSource.find(reference, chart, kube.helm);
    Map<String, @Nullable Object> given = values.values();
    Chart loaded = Charts.load(path);
    if (dependencyUpdate && loaded.missingDependencies().isPresent()) {
      chart.dependencies(kube.helm).update(path, true);
      loaded = Charts.load(path);
    }
    return new Draft(loaded, given);
  }

  /**
   * What is to be released, but for where.
   *
   * @param values what the options give
   */
  record Draft(Chart chart, Map<String, @Nullable Object> values) {}

  ReleaseRequest request(Draft draft, String name, KubeConnection connection, ActionPolicy policy) {
    return new ReleaseRequest(
        name, kube.namespace(connection), draft.chart(), draft.values(), labels, policy);
  }

  /** Actions on the release of a request, under its lock where anything is to be changed. */
  ActionRun run(KubeConnection connection, ReleaseRequest request) {
    return request.policy().dryRun().isDry()
        ? ActionRun.dry(connection, kube)
        : ActionRun.locked(connection, kube, request.namespace(), request.name());
  }

  void warnOfDeprecation(Draft draft) {
    if (draft.chart().metadata().deprecated()) {
      ActionOptions.warn("this chart is deprecated");
    }
  }

  void checkHiding(ActionPolicy policy) {
    if (hideSecret && !policy.dryRun().isDry()) {
      String why = "hiding Kubernetes secrets requires a dry-run mode";
      HelmOutput.error(HelmLog.error(why) + "\n");
      throw new CommandException(1, why);
    }
  }

  /** Prints a release that an action gave. */
  void print(Release done) {
    Release release = hideSecret ? HiddenSecrets.in(done) : done;
    if (output.format != OutputFormat.TABLE) {
      HelmListing.print(output.format, ReleaseTree.of(release));
      return;
    }
    ReleaseText text = new ReleaseText(release);
    if (hideNotes) {
      text.withoutNotes();
    }
    if (kube.helm.isDebugging()) {
      text.withRecord();
    }
    HelmOutput.print(text.toString());
  }
}
