package io.autohelm.agent;

import io.autohelm.agent.cli.CommandException;
import io.autohelm.agent.cli.PlanCommand;
import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Environment;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.declaration.ValuePlaces;
import io.autohelm.agent.plan.PlanJson;
import io.autohelm.agent.plan.PlanMarkdown;
import io.autohelm.agent.plan.PlanText;
import io.autohelm.agent.plan.ReleasePlan;
import io.autohelm.agent.plan.SyncPlan;
import io.autohelm.agent.plan.ValueChange;
import io.autohelm.agent.reconcile.ChartSource;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Limits;
import io.autohelm.agent.reconcile.Orders;
import io.autohelm.agent.reconcile.PlannedRelease;
import io.autohelm.agent.reconcile.Planner;
import io.autohelm.agent.reconcile.Redaction;
import io.autohelm.agent.reconcile.Rules;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.kube.ConfigMapTexts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.values.SchemaReach;
import io.autohelm.engine.values.ValuesException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code autohelm plan}: the text that people read, and the exit code that scripts read.
 */
final class PlanRun {
  private static final int NOTHING = 0;
  private static final int CHANGES = 1;
  private static final int ERROR = 2;

  /** What an agent does whose configuration says nothing. */
  private static final Rules UNCONFIGURED = new Rules(List.of(), Map.of(), Limits.STANDARD);

  private final PlanCommand.Request request;
  private final PrintWriter out;
  private final PrintWriter err;

  PlanRun(PlanCommand.Request request, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.out = out;
    this.err = err;
  }

  int run() {
    return RefFiles.with(request.repository(), request.ref(), settings().orElse(null), this::plan);
  }

  private int plan(SourceFiles files) {
    Environment environment = Environment.of(files, request.environment(), request.variables());
    ValuePlaces places = new ValuePlaces();
    Declared declared =
        environment.problems().isEmpty()
            ? new DeclarationReader().read(files, request.path(), environment.variables(), places)
            : new Declared(List.of(), environment.problems());
    declared.problems().forEach(problem -> err.println("Error: " + problem));
    Clock clock = Clock.systemUTC();
    SyncPlan plan;
    try (KubeConnection connection =
            KubeConnection.open(request.kubeconfig(), request.context(), clock);
        ChartShelf shelf = shelf(clock)) {
      ValuesObjects objects = new ValuesObjects(connection.cluster(), null);
      Planner planner = planner(connection, declared, clock);
      KubeVersion version = connection.cluster().capabilities().kubeVersion();
      Releases releases =
          new Releases(
              planner,
              new SourceCharts(files, shelf, objects, () -> places),
              files,
              objects,
              places,
              version);
      List<ReleasePlan> planned = new ArrayList<>();
      declared.releases().forEach(release -> planned.add(releases.planned(release)));
      if (request.source() != null && declared.problems().isEmpty()) {
        for (PlannedRelease leaving : planner.leaving(declared)) {
          planned.add(
              ReleasePlan.of(leaving, "", List.of(), List.of(), version, UnaryOperator.identity()));
        }
      }
      plan =
          new SyncPlan(
              version.version(),
              planned,
              declared.problems().stream().map(Problem::toString).toList());
    } catch (ClusterException e) {
      throw new CommandException(ERROR, String.valueOf(e.getMessage()));
    }
    print(plan);
    return plan.errors() > 0 ? ERROR : plan.changes() > 0 ? CHANGES : NOTHING;
  }

  private void print(SyncPlan plan) {
    plan.releases().stream()
        .map(ReleasePlan::error)
        .filter(error -> !error.isEmpty())
        .forEach(error -> err.println("Error: " + error));
    switch (request.output()) {
      case TEXT -> out.print(PlanText.of(plan, request.isColoured()));
      case MARKDOWN -> out.print(PlanMarkdown.of(plan));
      case JSON -> out.println(PlanJson.of(plan));
    }
    out.flush();
    err.flush();
  }

  private Optional<Settings> settings() {
    return Optional.ofNullable(request.config())
        .map(config -> SettingsReader.read(config, System.getenv()));
  }

  /** What the agent of that configuration follows. */
  private SchemaReach schemaReach() {
    return settings().map(Settings::schemaReach).orElse(SchemaReach.ITSELF);
  }

  private ChartShelf shelf(Clock clock) {
    return ChartShelf.of(
        settings().map(Settings::charts).orElse(ChartSettings.NONE),
        Path.of(System.getProperty("user.home"), ".cache", "autohelm"),
        System.getenv(),
        clock,
        warning -> err.println("Warning: " + warning));
  }

  private Planner planner(KubeConnection connection, Declared declared, Clock clock) {
    Actions actions =
        new Actions(
            connection.cluster(),
            connection.releases(),
            Renderer.standard(clock, (release, warning) -> {}, schemaReach()),
            connection.lookup(),
            clock,
            "autohelm plan");
    String source = request.source() == null ? "" : request.source();
    return new Planner(
        actions,
        connection.releases(),
        connection.cluster(),
        new Planner.Terms(
            source,
            settings().map(Settings::rules).orElse(UNCONFIGURED),
            orders(connection),
            declared.consents()),
        clock);
  }

  /** What people said by commands; who may not read that plans without it, and is told so. */
  private Orders orders(KubeConnection connection) {
    ConfigMapTexts texts = connection.texts(request.agentNamespace(), request.state());
    try {
      return Orders.of(texts.read());
    } catch (ClusterException e) {
      if (e.reason() == ClusterException.Reason.UNREACHABLE) {
        throw e;
      }
      err.println(
          "Warning: what was suspended and approved by commands is not known: " + e.getMessage());
      return Orders.NONE;
    }
  }

  /** Plans one release after the other. */
  private record Releases(
      Planner planner,
      ChartSource charts,
      SourceFiles files,
      ValuesObjects objects,
      ValuePlaces places,
      KubeVersion version) {
    /** A message that begins with its place. */
    private static final Pattern LOCATED = Pattern.compile("^([^:\\n]+):[0-9]+(?::[0-9]+)?: ");

    /** A plan that cannot be made says so, and must not hide the others. */
    ReleasePlan planned(DesiredRelease release) {
      String place = release.file() + ":" + release.line();
      try {
        return told(release, place, planner.plan(release, charts));
      } catch (ChartException
          | ValuesException
          | RenderException
          | ManifestException
          | ActionException
          | ReleaseException
          | ClusterException e) {
        String message = charts.redacted(release, charts.told(release, e));
        Matcher located = LOCATED.matcher(message);
        boolean isLocated = located.find() && located.group(1).equals(release.file());
        return ReleasePlan.failed(
            release.id(),
            place,
            (isLocated ? located.group() : place + ": ")
                + "release "
                + release.id()
                + ": "
                + (isLocated ? message.substring(located.end()) : message)
                    .strip()
                    .replace('\n', ' '));
      }
    }

    private ReleasePlan told(DesiredRelease release, String place, PlannedRelease planned) {
      Chart chart = planned.chart();
      Release standing = planned.standing();
      RenderedSecrets secrets = RenderedSecrets.of(standing, planned.next());
      Decision.Step step = planned.decision().step();
      boolean isSame =
          chart == null
              || planned.next() == null
              || step == Decision.Step.LEAVE
              || step == Decision.Step.SUSPEND;
      Map<String, List<ValuesHistory.Setting>> now =
          chart == null || isSame
              ? Map.of()
              : new ValuesHistory(files, release, objects.reading(release.id())).of(chart);
      ValueChanges values = new ValueChanges(isSame ? null : standing, now, secrets);
      List<@Nullable Object> hidden = new ArrayList<>(values.hidden());
      hidden.addAll(secrets.texts());
      Redaction ofRelease = Redaction.of(hidden);
      UnaryOperator<String> redaction = text -> ofRelease.over(charts.redacted(release, text));
      List<ValueChange> changes =
          chart == null || isSame
              ? List.of()
              : values.all(
                  setting -> ValuePlace.of(setting.origin(), release, chart, files, places),
                  redaction);
      return ReleasePlan.of(
          planned,
          place,
          release.dependencies().stream().map(on -> on.id().toString()).toList(),
          changes,
          version,
          redaction);
    }
  }
}
