package io.autohelm.agent;

import io.autohelm.agent.cli.CommandException;
import io.autohelm.agent.cli.ExplainCommand;
import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Environment;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.declaration.ValuePlaces;
import io.autohelm.agent.git.Blame;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.yaml.Json;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of {@code autohelm explain}. */
final class ExplainRun {
  private static final int TOLD = 0;
  private static final int NOTHING = 1;
  private static final int ERROR = 2;
  private static final String HIDDEN = "(hidden)";

  private final ExplainCommand.Request request;
  private final PrintWriter out;

  /** Null where the repository is none of this machine's folders. */
  private final @Nullable Path root;

  ExplainRun(ExplainCommand.Request request, PrintWriter out) {
    this.request = request;
    this.out = out;
    boolean isFolder = Files.isDirectory(Path.of(request.repository()));
    this.root = isFolder ? Path.of(request.repository()).toAbsolutePath().normalize() : null;
  }

  int run() {
    Settings settings =
        request.config() == null ? null : SettingsReader.read(request.config(), System.getenv());
    return RefFiles.with(request.repository(), request.ref(), settings, this::explained);
  }

  private int explained(SourceFiles files) {
    Environment environment = Environment.of(files, request.environment(), request.variables());
    if (!environment.problems().isEmpty()) {
      throw new CommandException(ERROR, environment.problems().get(0).toString());
    }
    ValuePlaces places = new ValuePlaces();
    Declared declared =
        new DeclarationReader().read(files, request.below(), environment.variables(), places);
    DesiredRelease release = release(declared);
    Map<String, List<ValuesHistory.Setting>> history;
    Chart chart;
    try (ChartShelf shelf = shelf();
        Objects objects = objects(release)) {
      chart = new SourceCharts(files, shelf, objects.values()).chart(release);
      history = new ValuesHistory(files, release, objects.values().reading(release.id())).of(chart);
    } catch (ClusterException | ChartException | ValuesException e) {
      throw new CommandException(ERROR, String.valueOf(e.getMessage()));
    }
    history.keySet().removeIf(path -> !isBelow(path));
    Explained explained = new Explained(release, chart, files, places);
    try {
      print(history, explained);
    } finally {
      explained.close();
    }
    out.flush();
    return history.isEmpty() ? NOTHING : TOLD;
  }

  private DesiredRelease release(Declared declared) {
    String wanted = request.release();
    List<DesiredRelease> found =
        declared.releases().stream()
            .filter(
                release ->
                    wanted.contains("/")
                        ? release.id().toString().equals(wanted)
                        : release.id().name().equals(wanted))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    List<String> names =
        (found.isEmpty() ? declared.releases() : found)
            .stream().map(release -> release.id().toString()).sorted().toList();
    String problem =
        declared.problems().isEmpty() ? "" : "; first mistake: " + declared.problems().get(0);
    throw new CommandException(
        ERROR,
        found.isEmpty()
            ? "release "
                + wanted
                + " is not among the declared ones: "
                + String.join(", ", names)
                + problem
            : "several releases are called " + wanted + ": " + String.join(", ", names));
  }

  private boolean isBelow(String path) {
    String wanted = request.path();
    return wanted.isEmpty()
        || path.equals(wanted)
        || path.startsWith(wanted + ".")
        || path.startsWith(wanted + "[");
  }

  private ChartShelf shelf() {
    Clock clock = Clock.systemUTC();
    return ChartShelf.of(
        Optional.ofNullable(request.config())
            .map(config -> SettingsReader.read(config, System.getenv()).charts())
            .orElse(ChartSettings.NONE),
        Path.of(System.getProperty("user.home"), ".cache", "autohelm"),
        System.getenv(),
        clock,
        warning -> {});
  }

  /** The cluster's objects, with the connection to it where one is needed. */
  private record Objects(ValuesObjects values, @Nullable KubeConnection connection)
      implements AutoCloseable {
    @Override
    public void close() {
      if (connection != null) {
        connection.close();
      }
    }
  }

  private Objects objects(DesiredRelease release) {
    boolean isNeeded =
        !release.clusterValues().references().isEmpty()
            || release.chart() instanceof ChartChoice.FromDeclared;
    if (!isNeeded) {
      return new Objects(ValuesObjects.NONE, null);
    }
    KubeConnection connection =
        KubeConnection.open(request.kubeconfig(), request.context(), Clock.systemUTC());
    return new Objects(new ValuesObjects(connection.cluster(), null), connection);
  }

  private void print(Map<String, List<ValuesHistory.Setting>> history, Explained explained) {
    if (request.isJson()) {
      List<@Nullable Object> all = new ArrayList<>();
      history.forEach((path, settings) -> all.add(json(path, settings, explained)));
      out.println(Json.print(all));
      return;
    }
    if (history.isEmpty()) {
      out.println("no value " + request.path());
    }
    history.forEach(
        (path, settings) -> {
          out.println(path + " = " + shown(settings.get(0)));
          for (int i = 0; i < settings.size(); i++) {
            ValuesHistory.Setting setting = settings.get(i);
            ValuePlace place = explained.place(setting);
            out.println(
                (i == 0 ? "  set by " : "  over   ")
                    + place.text()
                    + (i == 0 ? "" : " = " + shown(setting))
                    + explained.writer(place).map(ExplainRun::shown).orElse(""));
          }
        });
  }

  private static String shown(ValuesHistory.Setting setting) {
    return setting.isSecret() ? HIDDEN : Json.print(setting.value());
  }

  private static String shown(Blame.Writer writer) {
    return "  ("
        + writer.commit().substring(0, 10)
        + " "
        + writer.author()
        + ", "
        + writer.time()
        + ": "
        + writer.subject()
        + ")";
  }

  private static Map<String, @Nullable Object> json(
      String path, List<ValuesHistory.Setting> settings, Explained explained) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("path", path);
    List<@Nullable Object> layers = new ArrayList<>();
    for (ValuesHistory.Setting setting : settings) {
      ValuePlace place = explained.place(setting);
      Map<String, @Nullable Object> layer = new LinkedHashMap<>();
      layer.put("value", setting.isSecret() ? HIDDEN : setting.value());
      layer.put("source", place.source());
      layer.put("line", place.line());
      explained
          .writer(place)
          .ifPresent(
              writer -> {
                layer.put("commit", writer.commit());
                layer.put("author", writer.author());
                layer.put("time", writer.time().toString());
                layer.put("subject", writer.subject());
              });
      layers.add(layer);
    }
    all.put("layers", layers);
    return all;
  }

  /** Where the layers of one release are, for people. */
  private final class Explained implements AutoCloseable {
    private final DesiredRelease release;
    private final Chart chart;
    private final SourceFiles files;
    private final ValuePlaces places;
    private final @Nullable Blame blame =
        root == null ? null : Blame.of(root, request.ref()).orElse(null);

    Explained(DesiredRelease release, Chart chart, SourceFiles files, ValuePlaces places) {
      this.release = release;
      this.chart = chart;
      this.files = files;
      this.places = places;
    }

    ValuePlace place(ValuesHistory.Setting setting) {
      return ValuePlace.of(setting.origin(), release, chart, files, places);
    }

    Optional<Blame.Writer> writer(ValuePlace place) {
      return root == null || blame == null || place.file() == null
          ? Optional.empty()
          : blame.line(root.resolve(place.file()), place.line());
    }

    @Override
    public void close() {
      if (blame != null) {
        blame.close();
      }
    }
  }
}
