package io.autohelm.agent;

import static io.autohelm.agent.declaration.DeclarationReader.API_VERSION;

import io.autohelm.agent.cli.CommandException;
import io.autohelm.agent.cli.ValidateCommand;
import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Environment;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.Relations;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.engine.yaml.Json;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of {@code autohelm validate}: every mistake of every source, each told once. */
final class ValidateRun {
  private static final int VALID = 0;
  private static final int INVALID = 1;
  private static final int ERROR = 2;

  private static final String NOTHING = ": nothing is declared here";

  private final ValidateCommand.Request request;
  private final PrintWriter out;

  /** What the agent's configuration says of Git repositories of charts. */
  private final Map<String, ChartGit> git;

  private final List<DesiredRelease> releases = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final IdentityHashMap<DesiredRelease, String> files = new IdentityHashMap<>();

  /** Folders that declare nothing: an empty one may be meant, a misspelt one is not. */
  private final List<String> empty = new ArrayList<>();

  private final Set<ReleaseId> named = new HashSet<>();
  private final List<List<DesiredRelease>> bySource = new ArrayList<>();

  ValidateRun(ValidateCommand.Request request, PrintWriter out) {
    this.request = request;
    this.out = out;
    this.git =
        request.config() == null
            ? Map.of()
            : SettingsReader.read(request.config(), System.getenv()).charts().git();
  }

  int run() {
    request.paths().forEach(this::read);
    Relations relations = new Relations(release -> files.getOrDefault(release, release.file()));
    problems.addAll(relations.duplicates(releases));
    List<Problem> circles = relations.cycles(releases, bySource);
    problems.addAll(circles);
    // A file that cannot be read at all may declare what seems to be missing.
    if (problems.stream().noneMatch(problem -> problem.path().isEmpty())) {
      problems.addAll(relations.unknown(releases, named));
    }
    switch (request.format()) {
      case TEXT -> printText();
      case JSON -> printJson();
      case GITHUB -> {
        empty.forEach(path -> out.println("::warning::" + escaped(path + NOTHING)));
        problems.forEach(problem -> out.println(annotation(problem)));
      }
    }
    out.flush();
    return problems.isEmpty() ? VALID : INVALID;
  }

  private void read(Path path) {
    if (!Files.exists(path)) {
      throw new CommandException(ERROR, path + " does not exist");
    }
    boolean isFile = !Files.isDirectory(path);
    if (isFile && !path.toString().matches(".*\\.ya?ml")) {
      throw new CommandException(
          ERROR, path + " is not a YAML file: declarations are in files named .yaml or .yml");
    }
    Path root = root(path);
    Path absolute = path.toAbsolutePath().normalize();
    String below = root.relativize(absolute).toString().replace('\\', '/');
    SourceFiles all = new FolderSourceFiles(root);
    Environment environment = Environment.of(all, request.environment(), request.variables());
    if (!environment.problems().isEmpty()) {
      environment.problems().forEach(p -> problems.add(p.in(shown(root, p.file()))));
      return;
    }
    DeclarationReader reader = new DeclarationReader();
    Declared declared = reader.read(all, below, environment.variables());
    boolean isNothing =
        declared.named().isEmpty()
            && declared.problems().isEmpty()
            && !reader.isDeclaring(all, below, environment.variables());
    if (isNothing && isFile) {
      throw new CommandException(
          ERROR, path + " declares nothing: no document is of apiVersion " + API_VERSION);
    }
    if (isNothing) {
      empty.add(path.toString());
    }
    named.addAll(declared.named());
    bySource.add(declared.releases());
    for (DesiredRelease release : declared.releases()) {
      releases.add(release);
      files.put(release, shown(root, release.file()));
      objection(release)
          .ifPresent(
              told ->
                  problems.add(
                      new Problem(
                          shown(root, release.file()), release.line(), "spec.chart.ref", told)));
    }
    declared.problems().forEach(p -> problems.add(p.in(shown(root, p.file()))));
  }

  /** What the agent's configuration does not take of a chart, as far as that shows offline. */
  private Optional<String> objection(DesiredRelease release) {
    return release.chart() instanceof ChartChoice.FromGit choice
        ? ChartGit.of(choice.url(), git).objection(choice)
        : Optional.empty();
  }

  /** The Git repository that holds a path, or else the folder itself. */
  private static Path root(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    for (Path above = absolute; above != null; above = above.getParent()) {
      if (Files.exists(above.resolve(".git"))) {
        return above;
      }
    }
    Path parent = absolute.getParent();
    return Files.isDirectory(absolute) || parent == null ? absolute : parent;
  }

  /** From where the user is, where that is shorter. */
  private static String shown(Path root, String file) {
    Path here = Path.of("").toAbsolutePath();
    Path path = root.resolve(file);
    return (path.startsWith(here) ? here.relativize(path) : path).toString();
  }

  private void printText() {
    empty.forEach(path -> out.println(path + NOTHING));
    problems.forEach(out::println);
    out.println(count(releases.size(), "release") + ", " + count(problems.size(), "problem"));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private void printJson() {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    for (Problem problem : problems) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("file", problem.file());
      fields.put("line", problem.line());
      fields.put("column", problem.column());
      fields.put("path", problem.path());
      fields.put("message", problem.message());
      found.add(fields);
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("valid", problems.isEmpty());
    all.put("releases", releases.size());
    all.put("problems", found);
    all.put("empty", empty);
    out.println(Json.print(all));
  }

  private static String annotation(Problem problem) {
    return "::error file="
        + property(problem.file())
        + (problem.line() > 0 ? ",line=" + problem.line() : "")
        + (problem.column() > 0 ? ",col=" + problem.column() : "")
        + (problem.path().isEmpty() ? "" : ",title=" + property(problem.path()))
        + "::"
        + escaped(problem.message());
  }

  private static String escaped(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return escaped(text).replace(":", "%3A").replace(",", "%2C");
  }
}
