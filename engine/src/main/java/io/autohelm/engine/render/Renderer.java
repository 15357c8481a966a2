package io.autohelm.engine.render;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoNamedMap;
import io.autohelm.engine.jinja.JinjaTemplates;
import io.autohelm.engine.manifest.KindOrder;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.manifest.Manifests;
import io.autohelm.engine.patch.PatchException;
import io.autohelm.engine.patch.PostRenderers;
import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import io.autohelm.engine.sprig.SprigFunctions;
import io.autohelm.engine.values.Coalesce;
import io.autohelm.engine.values.DependencySelection;
import io.autohelm.engine.values.SchemaCheck;
import io.autohelm.engine.values.SchemaReach;
import io.autohelm.engine.values.ValuesException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Renders charts as Helm 4 renders them. Holds nothing of a rendering and serves many threads. */
public final class Renderer {
  private static final String NOTES = "NOTES.txt";
  private static final long STANDARD_TEMPLATE_BYTES = 8L * 1024 * 1024;

  /** The type of {@code .Values} in Go. */
  static final String VALUES_TYPE = "common.Values";

  private final BiConsumer<ReleaseContext, String> warnings;
  private final SchemaCheck schemas;
  private final ParsedCharts parsed;

  /**
   * @param functions what templates may call, {@link HelmFunctions#table} as a rule
   * @param warnings takes what Helm prints as warnings about values, and for which release
   * @param reach which references of a chart's schema are followed
   * @param templateBytes how many bytes of templates are kept parsed, those used last; each takes
   *     about ten in memory
   */
  public Renderer(
      Map<String, GoFunction> functions,
      BiConsumer<ReleaseContext, String> warnings,
      SchemaReach reach,
      long templateBytes) {
    this.warnings = warnings;
    this.schemas = new SchemaCheck(reach);
    this.parsed = new ParsedCharts(functions, templateBytes);
  }

  /**
   * A renderer with all of Helm's functions that follows a schema's references where Helm does,
   * which is anywhere, and keeps 8 MiB of templates parsed.
   */
  public static Renderer standard(Clock clock, Consumer<String> warnings) {
    return standard(clock, (release, warning) -> warnings.accept(warning), SchemaReach.ANYWHERE);
  }

  /** A renderer with all of Helm's functions, which keeps 8 MiB of templates parsed. */
  public static Renderer standard(
      Clock clock, BiConsumer<ReleaseContext, String> warnings, SchemaReach reach) {
    SprigFunctions sprig = new SprigFunctions(clock, new SecureRandom());
    return new Renderer(new HelmFunctions(sprig).table(), warnings, reach, STANDARD_TEMPLATE_BYTES);
  }

  /** How often a chart's templates were found parsed. */
  public long cacheHits() {
    return parsed.hits();
  }

  /** How often a chart's templates had to be parsed. */
  public long cacheMisses() {
    return parsed.misses();
  }

  /**
   * Renders a chart.
   *
   * @throws RenderException when the chart, its values or the cluster do not fit together, or a
   *     template fails
   */
  public Rendered render(RenderRequest request) {
    try {
      return renderChart(request);
    } catch (StackOverflowError | OutOfMemoryError e) {
      // What was too much is gone with the rendering; the program goes on.
      throw new RenderException(
          "chart " + request.chart().name() + " is too large or nested too deeply to render", e);
    }
  }

  private Rendered renderChart(RenderRequest request) {
    Consumer<String> warnings = warnings(request);
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
    Map<String, String> rendered =
        texts(
            chart,
            values,
            request,
            new TemplateRun.Options(false, false, request.enableDns(), request.lookup()));
    String notes = takeNotes(chart, rendered, request.subNotes());
    try {
      PostRenderers.Run changes = request.postRenderers().run(request.release().namespace());
      Manifests.Sorted sorted =
          Manifests.sort(
              rendered,
              KindOrder.INSTALL,
              types -> warnings.accept("skipping unknown hooks hookTypes=" + types),
              request.postRenderers().isEmpty() ? UnaryOperator.identity() : changes::change);
      changes.end();
      return new Rendered(chart, sorted.hooks(), sorted.manifests(), notes);
    } catch (ManifestException | PatchException e) {
      throw new RenderException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Renders a chart as {@code helm lint} does: {@code required} and {@code fail} do not fail, and
   * nothing is made of the texts.
   *
   * @return the text of each template, by the chart's name and the template's path; empty where
   *     values and sub-charts do not fit together, of which Helm says nothing
   * @throws RenderException when the values break a schema, or a template fails
   */
  public Optional<Map<String, String>> lint(RenderRequest request) {
    Consumer<String> warnings = warnings(request);
    Chart chart;
    Map<String, @Nullable Object> values;
    try {
      chart = DependencySelection.select(request.chart(), request.values(), warnings);
      values = Coalesce.values(chart, request.values(), warnings);
    } catch (ValuesException e) {
      return Optional.empty();
    }
    try {
      values = Coalesce.values(chart, values, warnings);
      if (!request.skipSchema()) {
        schemas.check(chart, values);
      }
    } catch (ValuesException e) {
      throw new RenderException(String.valueOf(e.getMessage()), e);
    }
    return Optional.of(texts(chart, values, request, TemplateRun.Options.linting(warnings)));
  }

  private Consumer<String> warnings(RenderRequest request) {
    return warning -> warnings.accept(request.release(), warning);
  }

  private Map<String, String> texts(
      Chart chart,
      Map<String, @Nullable Object> values,
      RenderRequest request,
      TemplateRun.Options options) {
    List<TemplateSource> sources = new ArrayList<>();
    List<JinjaChart> jinja = new ArrayList<>();
    collect(chart, chart.name(), true, values(values), request, sources, jinja);
    Map<String, String> rendered =
        new TreeMap<>(new TemplateRun(parsed.of(sources), options).render(sources));
    long end = JinjaTemplates.deadline();
    jinja.forEach(speaker -> rendered.putAll(speaker.render(end)));
    return rendered;
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
            new TemplateSource(path + "/" + template.name(), template, scope, path + "/templates"));
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
    object.put("IsInstall", !release.isUpgrade() && release.revision() > 0);
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
