package io.autohelm.agent.declaration;

import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.values.ValuesLayers;
import io.autohelm.engine.yaml.Node;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the declarations of a source. Any YAML file below the path may hold some; others are passed
 * over.
 */
public final class DeclarationReader {
  /** What marks a document as a declaration. */
  public static final String API_VERSION = "autohelm.io/v1";

  private static final String GROUP = "autohelm.io/";

  /**
   * What a text must say to be read at all: that our group is named in a label, say, of a template
   * in another language is not enough.
   */
  private static final Pattern DECLARATION =
      Pattern.compile("apiVersion[\"']?\\s*:\\s*[\"']?autohelm\\.io/");

  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int MAX_HISTORY = 10;

  private final DeclarationTemplate template = new DeclarationTemplate();

  /**
   * Reads all declarations below {@code path}.
   *
   * @param variables what the Jinja expressions in declarations may name
   */
  public Declared read(SourceFiles files, String path, Map<String, String> variables) {
    List<DesiredRelease> releases = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (SourceFiles.Entry entry : files.list(path)) {
      if (isYaml(entry.path()) && !isInChart(files, entry.path())) {
        List<Problem> found = new ArrayList<>();
        List<DesiredRelease> held = readFile(files, entry, variables, found);
        if (found.isEmpty()) {
          releases.addAll(held);
        }
        problems.addAll(found);
      }
    }
    refuseDuplicates(releases, problems);
    refuseCycles(releases, problems);
    Set<String> broken = new HashSet<>();
    problems.forEach(problem -> broken.add(problem.file()));
    releases.removeIf(release -> broken.contains(release.file()));
    return new Declared(releases, problems);
  }

  private static boolean isYaml(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml");
  }

  /** The templates of a chart are YAML in name only. */
  private static boolean isInChart(SourceFiles files, String path) {
    int templates = path.lastIndexOf("/templates/");
    return templates >= 0 && files.key(path.substring(0, templates) + "/Chart.yaml").isPresent();
  }

  private List<DesiredRelease> readFile(
      SourceFiles files,
      SourceFiles.Entry entry,
      Map<String, String> variables,
      List<Problem> problems) {
    String file = entry.path();
    String text;
    try {
      text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(files.read(entry))).toString();
    } catch (CharacterCodingException e) {
      return List.of(); // no text, so no declaration
    }
    if (!DECLARATION.matcher(text).find()) {
      return List.of();
    }
    DeclarationTemplate.Outcome rendered = template.render(text, variables);
    if (rendered.text() == null) {
      problems.add(new Problem(file, rendered.line(), "", "Jinja: " + rendered.message()));
      return List.of();
    }
    List<DesiredRelease> releases = new ArrayList<>();
    try {
      for (Yaml.Document document : Yaml.parseDocuments(rendered.text())) {
        if (document.root() instanceof Node.MapNode map && isDeclaration(map)) {
          DesiredRelease release = release(files, file, map, problems);
          if (release != null) {
            releases.add(release);
          }
        }
      }
    } catch (YamlException e) {
      problems.add(new Problem(file, e.line(), "", String.valueOf(e.getMessage())));
    }
    return releases;
  }

  private static boolean isDeclaration(Node.MapNode document) {
    return document.get("apiVersion") instanceof Node.ScalarNode version
        && version.value() instanceof String text
        && text.startsWith(GROUP);
  }

  private static @Nullable DesiredRelease release(
      SourceFiles files, String file, Node.MapNode document, List<Problem> problems) {
    int before = problems.size();
    FieldReader top = new FieldReader(file, "", document, problems::add);
    top.allow("apiVersion", "kind", "metadata", "spec");
    String apiVersion = top.requiredText("apiVersion");
    String kind = top.requiredText("kind");
    if (!apiVersion.equals(API_VERSION)) {
      top.problem(
          top.lineOf("apiVersion"),
          "apiVersion",
          "expected " + API_VERSION + ", met " + apiVersion);
      return null;
    }
    if (!kind.equals("Release")) {
      top.problem(
          top.lineOf("kind"),
          "kind",
          "expected Release, met " + (kind.isEmpty() ? "nothing" : kind));
      return null;
    }
    FieldReader metadata = top.table("metadata").orElse(null);
    FieldReader spec = top.table("spec").orElse(null);
    if (metadata == null || spec == null) {
      top.problem(top.line(), metadata == null ? "metadata" : "spec", "is required");
      return null;
    }
    metadata.allow("name", "namespace", "labels", "annotations");
    String name = metadata.requiredText("name");
    if (!name.isEmpty()) {
      ReleaseName.problem(name)
          .ifPresent(p -> metadata.problem(metadata.lineOf("name"), "name", p + ", met " + name));
    }
    String namespace = metadata.text("namespace").orElse("default");
    if (!namespace.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      metadata.problem(
          metadata.lineOf("namespace"),
          "namespace",
          "is not a valid name of a namespace: " + namespace);
    }
    DesiredRelease release = spec(files, file, top.line(), new ReleaseId(namespace, name), spec);
    return problems.size() == before ? release : null;
  }

  private static DesiredRelease spec(
      SourceFiles files, String file, int line, ReleaseId id, FieldReader spec) {
    spec.allow(
        "chart",
        "values",
        "valuesFrom",
        "interval",
        "timeout",
        "dependsOn",
        "driftDetection",
        "suspend",
        "createNamespace",
        "disableWait",
        "maxHistory",
        "postRenderers",
        "install",
        "upgrade",
        "rollback",
        "uninstall",
        "test");
    ChartChoice chart = ChartReader.read(files, spec);
    Node.@Nullable MapNode values = spec.tree("values");
    FieldReader drift = spec.table("driftDetection").orElse(null);
    DriftMode mode = DriftMode.CORRECT;
    if (drift != null) {
      drift.allow("mode");
      mode = drift.choice("mode", DriftMode.CORRECT, DriftMode.class);
    }
    List<ReleaseId> dependsOn = new ArrayList<>();
    for (FieldReader dependency : spec.tables("dependsOn")) {
      dependency.allow("name", "namespace");
      dependsOn.add(
          new ReleaseId(
              dependency.text("namespace").orElse(id.namespace()),
              dependency.requiredText("name")));
    }
    boolean await = !spec.flag("disableWait", false);
    return new DesiredRelease(
        id,
        file,
        line,
        chart,
        values == null ? new LinkedHashMap<>() : ValuesLayers.ofExact(values.plain()),
        valuesFiles(files, spec),
        spec.duration("interval", INTERVAL, MIN_INTERVAL),
        spec.duration("timeout", TIMEOUT, MIN_INTERVAL),
        dependsOn,
        mode,
        spec.flag("suspend", false),
        spec.flag("createNamespace", true),
        await,
        spec.number("maxHistory", MAX_HISTORY, 0, 1000),
        PostRendererReader.read(spec),
        TacticsReader.read(spec, await));
  }

  private static List<DesiredRelease.ValuesFile> valuesFiles(SourceFiles files, FieldReader spec) {
    List<DesiredRelease.ValuesFile> found = new ArrayList<>();
    for (FieldReader from : spec.tables("valuesFrom")) {
      from.allow("file", "optional");
      String path = from.requiredText("file");
      boolean optional = from.flag("optional", false);
      if (!path.isEmpty() && SourcePaths.isInside(from, "file", path)) {
        if (!optional && files.key(SourcePaths.clean(path)).isEmpty()) {
          from.problem(from.lineOf("file"), "file", "the commit has no file " + path);
        }
        found.add(new DesiredRelease.ValuesFile(SourcePaths.clean(path), optional));
      }
    }
    return found;
  }

  private static void refuseDuplicates(List<DesiredRelease> releases, List<Problem> problems) {
    Map<ReleaseId, DesiredRelease> first = new HashMap<>();
    for (DesiredRelease release : releases) {
      DesiredRelease other = first.putIfAbsent(release.id(), release);
      if (other != null) {
        problems.add(
            new Problem(
                release.file(),
                release.line(),
                "metadata.name",
                "release "
                    + release.id()
                    + " is declared already in "
                    + other.file()
                    + ":"
                    + other.line()));
      }
    }
  }

  private static void refuseCycles(List<DesiredRelease> releases, List<Problem> problems) {
    Map<ReleaseId, DesiredRelease> byId = new LinkedHashMap<>();
    releases.forEach(release -> byId.putIfAbsent(release.id(), release));
    for (DesiredRelease release : byId.values()) {
      List<ReleaseId> way = wayBack(release.id(), release.id(), byId, new HashSet<>());
      if (!way.isEmpty()) {
        StringBuilder circle = new StringBuilder(release.id().toString());
        way.forEach(step -> circle.append(" -> ").append(step));
        problems.add(
            new Problem(
                release.file(),
                release.line(),
                "spec.dependsOn",
                "release depends on itself: " + circle));
      }
    }
  }

  /** The steps from {@code from} to {@code goal}, empty where no dependency leads there. */
  private static List<ReleaseId> wayBack(
      ReleaseId from, ReleaseId goal, Map<ReleaseId, DesiredRelease> byId, Set<ReleaseId> seen) {
    DesiredRelease release = byId.get(from);
    if (release == null || !seen.add(from)) {
      return List.of();
    }
    for (ReleaseId next : release.dependsOn()) {
      List<ReleaseId> way = new ArrayList<>(List.of(next));
      if (next.equals(goal)) {
        return way;
      }
      List<ReleaseId> rest = wayBack(next, goal, byId, seen);
      if (!rest.isEmpty()) {
        way.addAll(rest);
        return way;
      }
    }
    return List.of();
  }
}
