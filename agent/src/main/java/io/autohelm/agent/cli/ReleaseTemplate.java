package io.autohelm.agent.cli;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartMetadata;
import io.autohelm.engine.gotemplate.GoObject;
import io.autohelm.engine.gotemplate.RunSettings;
import io.autohelm.engine.gotemplate.TemplateException;
import io.autohelm.engine.gotemplate.TemplateSet;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints a release by a Go template of the user's, with the fields that Go has. */
final class ReleaseTemplate {
  private ReleaseTemplate() {}

  /**
   * A struct of Go's.
   *
   * @param typeName as error messages give it
   */
  private record Struct(String typeName, Map<String, @Nullable Object> fields) implements GoObject {
    @Override
    public boolean hasField(String name) {
      return fields.containsKey(name);
    }

    @Override
    public @Nullable Object field(String name) {
      return fields.get(name);
    }

    @Override
    public Map<String, @Nullable Object> plain() {
      return fields;
    }
  }

  /**
   * Prints, what comes before a failure too.
   *
   * @throws CommandException in Go's words
   */
  static void print(Release release, String template) {
    StringBuilder out = new StringBuilder();
    try {
      TemplateSet set = TemplateSet.of(Map.of());
      set.parse("_", template);
      set.execute("_", "_", Map.of("Release", release(release)), out, RunSettings.PLAIN);
    } catch (TemplateException e) {
      HelmOutput.print(out.toString());
      throw new CommandException(1, String.valueOf(e.getMessage()));
    }
    HelmOutput.print(out.toString());
  }

  private static Struct release(Release release) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Name", release.name());
    fields.put("Info", info(release.info()));
    fields.put("Chart", chart(release.chart()));
    fields.put("Config", release.config());
    fields.put("Manifest", release.manifest());
    fields.put("Hooks", release.hooks().stream().map(ReleaseTemplate::hook).toList());
    fields.put("Version", (long) release.revision());
    fields.put("Namespace", release.namespace());
    fields.put("Labels", release.labels());
    fields.put("ApplyMethod", release.applyMethod());
    return new Struct("*v1.Release", fields);
  }

  private static Struct info(ReleaseInfo info) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("FirstDeployed", HelmTime.full(info.firstDeployed()));
    fields.put("LastDeployed", HelmTime.full(info.lastDeployed()));
    fields.put("Deleted", HelmTime.full(info.deleted()));
    fields.put("Description", info.description());
    fields.put("Status", info.status().text());
    fields.put("RollbackRevision", (long) info.rollbackRevision());
    fields.put("Notes", info.notes());
    return new Struct("*v1.Info", fields);
  }

  private static Struct chart(Chart chart) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Metadata", metadata(chart.metadata()));
    fields.put("Name", chart.name());
    fields.put("Values", chart.values());
    return new Struct("*v2.Chart", fields);
  }

  private static Struct metadata(ChartMetadata chart) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Name", chart.name());
    fields.put("Home", chart.home());
    fields.put("Sources", chart.sources());
    fields.put("Version", chart.version());
    fields.put("Description", chart.description());
    fields.put("Keywords", chart.keywords());
    fields.put("Icon", chart.icon());
    fields.put("APIVersion", chart.apiVersion());
    fields.put("AppVersion", chart.appVersion());
    fields.put("Deprecated", chart.deprecated());
    fields.put("Annotations", chart.annotations());
    fields.put("KubeVersion", chart.kubeVersion());
    fields.put("Type", chart.type());
    return new Struct("*v2.Metadata", fields);
  }

  private static Struct hook(HookRun run) {
    Map<String, @Nullable Object> last = new LinkedHashMap<>();
    last.put("StartedAt", HelmTime.full(run.startedAt()));
    last.put("CompletedAt", HelmTime.full(run.completedAt()));
    last.put("Phase", run.phase());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Name", run.hook().name());
    fields.put("Kind", run.hook().kind());
    fields.put("Path", run.hook().path());
    fields.put("Manifest", run.hook().manifest());
    fields.put("Events", run.hook().events().stream().map(HookEvent::text).toList());
    fields.put("LastRun", new Struct("v1.HookExecution", last));
    fields.put("Weight", (long) run.hook().weight());
    fields.put("DeletePolicies", List.copyOf(run.hook().deletePolicies()));
    return new Struct("*v1.Hook", fields);
  }
}
