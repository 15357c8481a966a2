package io.autohelm.engine.render;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoNamedMap;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.manifest.KindOrder;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.manifest.Manifests;
import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import io.autohelm.engine.sprig.SprigFunctions;
import io.autohelm.engine.values.Coalesce;
import io.autohelm.engine.values.DependencySelection;
import io.autohelm.engine.values.SchemaCheck;
import io.autohelm.engine.values.ValuesException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Renders charts as Helm 4 renders them. Holds nothing of a rendering and serves many threads. */
public final class Renderer {
  private static final String NOTES = "NOTES.txt";

  /** The type of {@code .Values} in Go. */
  static final String VALUES_TYPE = "common.Values";

  private final Map<String, GoFunction> functions;
  private final Consumer<String> warnings;
  private final SchemaCheck schemas = new SchemaCheck();
  private final ParsedCache parsed = new ParsedCache();

  /**
   * @param functions what templates may call
   * @param warnings takes what Helm prints as warnings about values
   */
  public Renderer(HelmFunctions functions, Consumer<String> warnings) {
    this.functions = functions.table();
    this.warnings = warnings;
  }

  /** A renderer with all of Helm's functions. */
  public static Renderer standard(Clock clock, Consumer<String> warnings) {
    return new Renderer(new HelmFunctions(new SprigFunctions(clock, new SecureRandom())), warnings);
  }

  /**
   * Renders a chart.
   *
   * @throws RenderException when the chart, its values or the cluster do not fit together, or a
   *     template fails
   */
  public Rendered render(RenderRequest request) {
    Chart chart;
    Map<String, @Nullable Object> values;
    try {
      chart = DependencySelection.select(request.chart(), request.values(), warnings);
      values = Coalesce.values(chart, request.values(), warnings);
      if (!request.skipSchema()) {
        schemas.check(chart, values);
      }
    } catch (ValuesException e) {
      throw new RenderException(String.valueOf(e.getMessage()), e);
    }
    checkKubeVersion(chart, request.capabilities());
    List<TemplateSource> sources = new ArrayList<>();
    List<JinjaChart> jinja = new ArrayList<>();
    collect(chart, chart.name(), true, values(values), request, sources, jinja);
    ParsedTemplates templates =
        parsed.get(request.chart(), sources, () -> ParsedTemplates.parse(functions, sources));
    TemplateRun run =
        new TemplateRun(templates, new TemplateRun.Options(false, false, false, request.lookup()));
    Map<String, String> rendered = new TreeMap<>(run.render(sources));
    jinja.forEach(speaker -> rendered.putAll(speaker.render()));
    String notes = takeNotes(chart, rendered, request.subNotes());
    try {
      Manifests.Sorted sorted =
          Manifests.sort(
              rendered,
              KindOrder.INSTALL,
              types -> warnings.accept("skipping unknown hooks hookTypes=" + types));
      return new Rendered(chart, sorted.hooks(), sorted.manifests(), notes);
    } catch (ManifestException e) {
      throw new RenderException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkKubeVersion(Chart chart, Capabilities capabilities) {
    String wanted = chart.metadata().kubeVersion();
    if (wanted.isEmpty()) {
      return;
    }
    boolean fits;
    try {
      fits =
          Constraint.parse(wanted).allows(Version.parse(capabilities.kubeVersion().normalized()));
    } catch (SemverException e) {
      fits = false;
    }
    if (!fits) {
      throw new RenderException(
          "chart requires kubeVersion: "
              + wanted
              + " which is incompatible with Kubernetes "
              + capabilities.kubeVersion().version());
    }
  }

  /**
   * Adds the chart's templates and those of its sub-charts, each with the scope it may see; gives
   * the scope.
   */
  private static Map<String, @Nullable Object> collect(
      Chart chart,
      String path,
      boolean isRoot,
      Map<String, @Nullable Object> values,
      RenderRequest request,
      List<TemplateSource> sources,
      List<JinjaChart> jinja) {
    Map<String, @Nullable Object> subCharts = new LinkedHashMap<>();
    Map<String, @Nullable Object> scope = new LinkedHashMap<>();
    scope.put("Chart", ChartObject.of(chart.metadata(), isRoot));
    scope.put("Files", FilesObject.of(chart.files()));
    scope.put("Release", release(request.release()));
    scope.put("Capabilities", request.capabilities());
    scope.put("Values", values);
    scope.put("Subcharts", subCharts);
    for (Chart child : chart.dependencies()) {
      subCharts.put(
          child.name(),
          collect(
              child,
              path + "/charts/" + child.name(),
              false,
              below(values, child.name()),
              request,
              sources,
              jinja));
    }
    List<TemplateSource> own = sources;
    if (JinjaChart.speaks(chart)) {
      own = new ArrayList<>();
      jinja.add(new JinjaChart(own));
    }
    for (ChartFile template : chart.templates()) {
      String baseName = template.name().substring(template.name().lastIndexOf('/') + 1);
      if (!chart.metadata().isLibrary() || baseName.startsWith("_")) {
        own.add(
            new TemplateSource(
                path + "/" + template.name(),
                GoStrings.decode(template.data()),
                scope,
                path + "/templates"));
      }
    }
    return scope;
  }

  private static Map<String, @Nullable Object> values(Map<String, @Nullable Object> entries) {
    return new GoNamedMap(VALUES_TYPE, entries);
  }

  /**
   * The part of the parent's values that a sub-chart sees; shared with the parent, so that a change
   * shows in both. A dot in the name leads into a table, as Helm looks it up.
   */
  @SuppressWarnings("unchecked") // a values tree's maps have string keys
  private static Map<String, @Nullable Object> below(
      Map<String, @Nullable Object> values, String name) {
    Map<String, @Nullable Object> table = values;
    for (String part : name.split("\\.", -1)) {
      if (!(table.get(part) instanceof Map<?, ?> next)) {
        return values(new LinkedHashMap<>());
      }
      table = (Map<String, @Nullable Object>) next;
    }
    return values(table);
  }

  private static Map<String, @Nullable Object> release(ReleaseContext release) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("Name", release.name());
    object.put("Namespace", release.namespace());
    object.put("IsUpgrade", release.isUpgrade());
    object.put("IsInstall", !release.isUpgrade());
    object.put("Revision", (long) release.revision());
    object.put("Service", "Helm");
    return object;
  }

  private static String takeNotes(Chart chart, Map<String, String> rendered, boolean subNotes) {
    StringBuilder notes = new StringBuilder();
    rendered
        .entrySet()
        .removeIf(
            entry -> {
              if (!entry.getKey().endsWith(NOTES)) {
                return false;
              }
              if (subNotes || entry.getKey().equals(chart.name() + "/templates/" + NOTES)) {
                notes.append(notes.length() > 0 ? "\n" : "").append(entry.getValue());
              }
              return true;
            });
    return notes.toString();
  }
}
