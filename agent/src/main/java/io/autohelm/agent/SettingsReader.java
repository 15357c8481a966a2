package io.autohelm.agent;

import io.autohelm.agent.declaration.Environment;
import io.autohelm.agent.declaration.FieldReader;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.WindowReader;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.reconcile.Rules;
import io.autohelm.engine.release.ReleaseDriver;
import io.autohelm.engine.values.SchemaReach;
import io.autohelm.engine.yaml.Node;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the agent's configuration file, with environment variables over it. */
public final class SettingsReader {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int PORT = 8080;
  private static final int CONCURRENCY = 4;

  private SettingsReader() {}

  /**
   * Reads the settings.
   *
   * @param file null where everything comes from the environment
   * @throws SettingsException with every problem, each with file and line
   */
  public static Settings read(@Nullable Path file, Map<String, String> environment) {
    String name = file == null ? "environment" : file.toString();
    List<Problem> problems = new ArrayList<>();
    Node.MapNode root = new Node.MapNode(Map.of(), List.of(), 1, 1);
    if (file != null) {
      root = parse(file, problems);
    }
    FieldReader top = new FieldReader(name, "", root, problems::add);
    top.allow("autohelm");
    Node.MapNode below =
        root.get("autohelm") instanceof Node.MapNode map
            ? map
            : new Node.MapNode(Map.of(), List.of(), 1, 1);
    top.table("autohelm"); // complains when it is something else
    Settings settings =
        settings(
            new FieldReader(
                name, "autohelm", EnvironmentOverlay.over(below, environment), problems::add));
    if (!problems.isEmpty()) {
      throw new SettingsException(
          problems.stream()
              .map(problem -> EnvironmentOverlay.blamed(problem, environment))
              .toList());
    }
    return settings;
  }

  private static Node.MapNode parse(Path file, List<Problem> problems) {
    try {
      Node node = Yaml.parseLocated(Files.readString(file));
      if (node instanceof Node.MapNode map) {
        return map;
      }
      problems.add(new Problem(file.toString(), 1, "", "expected a table with the key autohelm"));
    } catch (YamlException e) {
      problems.add(
          new Problem(file.toString(), e.line(), e.column(), "", String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new SettingsException("cannot read the configuration file " + file, e);
    }
    return new Node.MapNode(Map.of(), List.of(), 1, 1);
  }

  private static Settings settings(FieldReader reader) {
    reader.allow(
        "sources",
        "repositories",
        "charts",
        "cluster",
        "http",
        "dataFolder",
        "concurrency",
        "storage",
        "schemaReferences",
        "windows",
        "guard",
        "state",
        "log",
        "leaderElection");
    List<Settings.Source> sources = new ArrayList<>();
    Map<String, Rules.SourceRules> rules = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (FieldReader source : reader.tables("sources")) {
      Settings.Source read = source(source);
      rules.put(read.name(), RulesReader.ofSource(source));
      if (!names.add(read.name())) {
        source.problem(source.lineOf("name"), "name", "another source has the name " + read.name());
      }
      sources.add(read);
    }
    if (sources.isEmpty()) {
      reader.problem(reader.line(), "sources", "at least one source is required");
    }
    Optional<FieldReader> cluster = reader.table("cluster");
    cluster.ifPresent(c -> c.allow("kubeconfig", "context"));
    Optional<FieldReader> http = reader.table("http");
    http.ifPresent(h -> h.allow("host", "port", "tokenFile"));
    Optional<FieldReader> state = reader.table("state");
    state.ifPresent(s -> s.allow("namespace", "name"));
    return new Settings(
        sources,
        cluster.flatMap(c -> c.text("kubeconfig")).map(Path::of).orElse(null),
        cluster.flatMap(c -> c.text("context")).orElse(null),
        http.flatMap(h -> h.text("host")).orElse("0.0.0.0"),
        http.map(h -> h.number("port", PORT, 0, 65535)).orElse(PORT),
        Path.of(reader.text("dataFolder").orElseGet(SettingsReader::dataFolder)),
        reader.number("concurrency", CONCURRENCY, 1, 100),
        ChartSettingsReader.read(reader),
        schemaReach(reader),
        driver(reader),
        RulesReader.read(reader, rules),
        state.flatMap(s -> s.text("namespace")).orElse(null),
        state.flatMap(s -> s.text("name")).orElse(Settings.STATE_NAME),
        log(reader),
        http.flatMap(h -> h.text("tokenFile")).map(Path::of).orElse(null),
        LeaderElectionSettings.read(reader));
  }

  private static LogFormat log(FieldReader reader) {
    Optional<FieldReader> log = reader.table("log");
    log.ifPresent(l -> l.allow("format"));
    String format = log.flatMap(l -> l.text("format")).orElse("text");
    if (!format.equals("text") && !format.equals("json")) {
      log.ifPresent(
          l -> l.problem(l.lineOf("format"), "format", "expected text or json, met " + format));
    }
    return format.equals("json") ? LogFormat.JSON : LogFormat.TEXT;
  }

  private static ReleaseDriver driver(FieldReader reader) {
    Optional<FieldReader> storage = reader.table("storage");
    storage.ifPresent(s -> s.allow("driver"));
    try {
      return ReleaseDriver.of(storage.flatMap(s -> s.text("driver")).orElse(null));
    } catch (IllegalArgumentException e) {
      storage.ifPresent(
          s -> s.problem(s.lineOf("driver"), "driver", String.valueOf(e.getMessage())));
      return ReleaseDriver.SECRET;
    }
  }

  private static SchemaReach schemaReach(FieldReader reader) {
    String named = reader.text("schemaReferences").orElse("itself");
    if (!named.equals("itself") && !named.equals("anywhere")) {
      reader.problem(
          reader.lineOf("schemaReferences"),
          "schemaReferences",
          "expected itself or anywhere, met " + named);
    }
    return named.equals("anywhere") ? SchemaReach.ANYWHERE : SchemaReach.ITSELF;
  }

  private static String dataFolder() {
    return Path.of(
            System.getProperty("java.io.tmpdir"), "autohelm-" + System.getProperty("user.name"))
        .toString();
  }

  private static Settings.Source source(FieldReader source) {
    source.allow(
        "name",
        "url",
        "ref",
        "path",
        "interval",
        "schedule",
        "timeZone",
        "windows",
        "guard",
        "approval",
        "credentials",
        "variables",
        "environment",
        "proxy",
        "verify",
        "submodules",
        "rewrites",
        "webhook");
    String name = source.requiredText("name");
    if (!name.isEmpty() && !name.matches("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")) {
      source.problem(
          source.lineOf("name"),
          "name",
          "expected letters, digits, -, _ and ., at most 63, as for a Kubernetes label; met "
              + name);
    }
    GitRef ref = source.table("ref").map(SettingsReader::ref).orElse(new GitRef.Head());
    return new Settings.Source(
        name,
        GitSettingsReader.address(source),
        ref,
        source.text("path").orElse(""),
        source.duration("interval", INTERVAL, Duration.ofSeconds(1)),
        GitSettingsReader.access(source),
        source.texts("variables"),
        WindowReader.insteadOfInterval(source),
        GitSettingsReader.signatures(source, ref),
        source.flag("submodules", false),
        GitSettingsReader.follows(source),
        GitSettingsReader.webhookSecret(source),
        environment(source));
  }

  private static String environment(FieldReader source) {
    String environment = source.text("environment").orElse("");
    Environment.problem(environment)
        .ifPresent(problem -> source.problem(source.lineOf("environment"), "environment", problem));
    return environment;
  }

  private static GitRef ref(FieldReader ref) {
    ref.allow("branch", "tag", "semver", "commit");
    List<GitRef> given = new ArrayList<>();
    ref.text("branch").map(GitRef.Branch::new).ifPresent(given::add);
    ref.text("tag").map(GitRef.Tag::new).ifPresent(given::add);
    ref.text("semver")
        .ifPresent(
            constraint -> {
              GitRef.Semver.problem(constraint)
                  .ifPresent(p -> ref.problem(ref.lineOf("semver"), "semver", p));
              given.add(new GitRef.Semver(constraint));
            });
    ref.text("commit")
        .ifPresent(
            commit -> {
              if (!commit.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
                ref.problem(ref.lineOf("commit"), "commit", "expected a full hash, met " + commit);
              }
              given.add(new GitRef.Commit(commit));
            });
    if (given.size() > 1) {
      ref.problem(ref.line(), "", "only one of branch, tag, semver and commit may be given");
    }
    return given.isEmpty() ? new GitRef.Head() : given.get(0);
  }
}
