package io.autohelm.agent;

import io.autohelm.agent.cli.CommandException;
import io.autohelm.agent.cli.PlanCommand;
import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Environment;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.git.GitAccess;
import io.autohelm.agent.git.GitOrigin;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.reconcile.ChartSource;
import io.autohelm.agent.reconcile.PlannedRelease;
import io.autohelm.agent.reconcile.Planner;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.values.SchemaReach;
import io.autohelm.engine.values.ValuesException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code autohelm plan}: the text that people read, and the exit code that scripts read.
 */
final class PlanRun {
  private static final int NOTHING = 0;
  private static final int CHANGES = 1;
  private static final int ERROR = 2;

  private final PlanCommand.Request request;
  private final PrintWriter out;
  private final PrintWriter err;

  PlanRun(PlanCommand.Request request, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.out = out;
    this.err = err;
  }

  int run() {
    if (request.ref() == null) {
      Path folder = Path.of(request.repository());
      if (!Files.isDirectory(folder)) {
        throw new CommandException(
            ERROR, request.repository() + " is not a folder; give --ref to plan a Git repository");
      }
      return plan(new FolderSourceFiles(folder));
    }
    return ofRepository();
  }

  private int ofRepository() {
    Path store = null;
    try {
      store = Files.createTempDirectory("autohelm-plan");
      try (GitRepository repository =
          GitRepository.open(
              GitOrigin.of(request.repository(), ref(), GitAccess.OPEN),
              store,
              Clock.systemUTC())) {
        return plan(new CommitSourceFiles(repository.files(repository.fetch(repository.ask()))));
      }
    } catch (IOException e) {
      throw new CommandException(ERROR, "cannot make a temporary folder: " + e.getMessage());
    } finally {
      if (store != null) {
        delete(store);
      }
    }
  }

  private GitRef ref() {
    String ref = request.ref() == null ? "" : request.ref();
    if (ref.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
      return new GitRef.Commit(ref);
    }
    return ref.startsWith("tags/")
        ? new GitRef.Tag(ref.substring("tags/".length()))
        : new GitRef.Branch(ref);
  }

  private int plan(SourceFiles files) {
    Environment environment = Environment.of(files, request.environment(), request.variables());
    Declared declared =
        environment.problems().isEmpty()
            ? new DeclarationReader().read(files, request.path(), environment.variables())
            : new Declared(List.of(), environment.problems());
    declared.problems().forEach(problem -> err.println("Error: " + problem));
    int errors = declared.problems().size();
    int changes = 0;
    Clock clock = Clock.systemUTC();
    try (KubeConnection connection =
            KubeConnection.open(request.kubeconfig(), request.context(), clock);
        ChartShelf shelf = shelf(clock)) {
      Planner planner = planner(connection, clock);
      ChartSource charts =
          new SourceCharts(files, shelf, new ValuesObjects(connection.cluster(), null));
      for (DesiredRelease release : declared.releases()) {
        PlannedRelease planned = planned(planner, release, charts);
        if (planned == null) {
          errors++;
        } else {
          print(planned);
          changes += planned.isChange() ? 1 : 0;
        }
      }
      String source = request.source();
      if (source != null && errors == 0) {
        for (ReleaseId leaving : planner.leaving(source, declared.releases())) {
          out.println(
              "- release " + leaving + ": would be uninstalled, it is not declared any more");
          changes++;
        }
      }
    } catch (ClusterException e) {
      throw new CommandException(ERROR, String.valueOf(e.getMessage()));
    }
    out.println(
        declared.releases().size()
            + " releases, "
            + changes
            + " with changes, "
            + errors
            + " errors");
    out.flush();
    err.flush();
    return errors > 0 ? ERROR : changes > 0 ? CHANGES : NOTHING;
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

  private Planner planner(KubeConnection connection, Clock clock) {
    Actions actions =
        new Actions(
            connection.cluster(),
            connection.releases(),
            Renderer.standard(clock, warning -> {}, schemaReach()),
            connection.lookup(),
            clock,
            "autohelm plan");
    return new Planner(actions, connection.releases(), connection.cluster(), clock);
  }

  /**
   * The plan of one release; null where it cannot be made, which is said, and must not hide the
   * others.
   */
  private @Nullable PlannedRelease planned(
      Planner planner, DesiredRelease release, ChartSource charts) {
    try {
      return planner.plan(release, charts);
    } catch (ChartException
        | ValuesException
        | RenderException
        | ManifestException
        | ActionException
        | ClusterException e) {
      String place = release.file() + ":" + release.line() + ": ";
      String message = charts.redacted(release, String.valueOf(e.getMessage()));
      err.println(
          "Error: "
              + place
              + "release "
              + release.id()
              + ": "
              + (message.startsWith(place) ? message.substring(place.length()) : message));
      return null;
    }
  }

  private void print(PlannedRelease planned) {
    String sign = !planned.isChange() ? "=" : planned.step().text().equals("install") ? "+" : "~";
    out.println(
        sign
            + " release "
            + planned.id()
            + " ("
            + planned.chart()
            + "): "
            + planned.step().text()
            + ", "
            + planned.reason());
    if (!planned.digest().isEmpty()) {
      out.println("    plan " + planned.digest());
    }
    for (PlannedRelease.PlannedObject object : planned.objects()) {
      out.println(
          switch (object.change()) {
            case ADDED -> "    + " + object.id();
            case CHANGED -> "    ~ " + object.id() + " at " + String.join(", ", object.paths());
            case REMOVED -> "    - " + object.id();
          });
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // A folder in the system's temporary place that stays is no harm.
    }
  }
}
