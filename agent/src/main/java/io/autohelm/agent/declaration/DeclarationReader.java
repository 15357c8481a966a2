package io.autohelm.agent.declaration;

import io.autohelm.engine.release.ReleaseName;
import io.autohelm.engine.values.ValuesLayers;
import io.autohelm.engine.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the declarations of a source. Any YAML file below the path may hold some; others are passed
 * over.
 */
public final class DeclarationReader {
  /** What marks a document as a declaration. */
  public static final String API_VERSION = "autohelm.io/v1";

  private static final List<String> KINDS =
      List.of("Release", "ReleaseSet", "Repository", ConsentReader.KIND);

  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int MAX_HISTORY = 10;

  /**
   * Reads all declarations below {@code path}.
   *
   * @param variables what the Jinja expressions in declarations may name: plain data
   */
  public Declared read(SourceFiles files, String path, Map<String, ?> variables) {
    return read(files, path, variables, new ValuePlaces());
  }

  /**
   * Reads all declarations below {@code path}.
   *
   * @param variables what the Jinja expressions in declarations may name: plain data
   * @param places is told where inline values stand
   */
  public Declared read(
      SourceFiles files, String path, Map<String, ?> variables, ValuePlaces places) {
    List<DesiredRelease> releases = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Set<ReleaseId> named = new HashSet<>();
    Set<String> consents = new HashSet<>();
    Set<String> emptySets = new HashSet<>();
    RepositoryReader repositories = new RepositoryReader();
    List<DeclarationText> texts = DeclarationText.all(files, path, variables);
    // Releases name repositories, wherever those are declared.
    for (DeclarationText text : texts) {
      for (Node.MapNode document : text.documents()) {
        if (isRepository(document)) {
          FieldReader top = head(text, document);
          refuseBesideSets(text, top, "Repository");
          repositories.read(files, text, top);
        }
      }
    }
    for (DeclarationText text : texts) {
      Site site =
          new Site(files, variables, text, repositories, named, consents, emptySets, places);
      List<DesiredRelease> held = new ArrayList<>();
      for (Node.MapNode document : text.documents()) {
        if (!isRepository(document)) {
          held.addAll(releases(site, document));
        }
      }
      if (text.problems().isEmpty()) {
        releases.addAll(held);
      }
      problems.addAll(text.located());
    }
    problems.addAll(Relations.OF_ONE_SOURCE.duplicates(releases));
    problems.addAll(Relations.OF_ONE_SOURCE.cycles(releases, List.of(releases)));
    problems.addAll(Relations.OF_ONE_SOURCE.moves(releases));
    Set<String> broken = new HashSet<>();
    problems.forEach(problem -> broken.add(problem.file()));
    releases.removeIf(release -> broken.contains(release.file()));
    return new Declared(releases, problems, named, consents, emptySets);
  }

  /** Whether anything below a path is a declaration, or what seems to be one with a mistake. */
  public boolean isDeclaring(SourceFiles files, String path, Map<String, ?> variables) {
    return DeclarationText.all(files, path, variables).stream()
        .anyMatch(text -> !text.documents().isEmpty() || !text.problems().isEmpty());
  }

  private static boolean isRepository(Node.MapNode document) {
    return document.get("kind") instanceof Node.ScalarNode kind
        && "Repository".equals(kind.value());
  }

  /** Where a document stands, and what is known beside it. */
  private record Site(
      SourceFiles files,
      Map<String, ?> variables,
      DeclarationText text,
      RepositoryReader repositories,
      Set<ReleaseId> named,
      Set<String> consents,
      Set<String> emptySets,
      ValuePlaces places) {}

  private static FieldReader head(DeclarationText text, Node.MapNode document) {
    FieldReader top = new FieldReader(text.file(), "", document, text.problems()::add);
    top.allow("apiVersion", "kind", "metadata", "spec");
    String apiVersion = top.requiredText("apiVersion");
    if (top.isAbsent("kind")) {
      top.requiredText("kind");
    }
    top.word("kind", KINDS);
    if (!apiVersion.equals(API_VERSION)) {
      top.problem(
          top.lineOf("apiVersion"),
          "apiVersion",
          "expected " + API_VERSION + ", met " + Shown.value(apiVersion));
    }
    return top;
  }

  private static List<DesiredRelease> releases(Site site, Node.MapNode document) {
    DeclarationText text = site.text();
    int before = text.problems().size();
    FieldReader top = head(text, document);
    if (text.problems().size() > before) {
      return List.of();
    }
    String kind = top.requiredText("kind");
    if (kind.equals("ReleaseSet")) {
      List<DesiredRelease> made =
          new ReleaseSetReader(
                  text.file(),
                  site.files(),
                  site.variables(),
                  (release, line, inFile) -> {
                    release.allow("metadata", "spec");
                    return release(site, release, line, inFile);
                  })
              .read(top, text.problems()::add);
      if (made.isEmpty()) {
        site.emptySets().add(text.file());
      }
      return made;
    }
    if (refuseBesideSets(text, top, kind)) {
      return List.of();
    }
    if (kind.equals(ConsentReader.KIND)) {
      ConsentReader.read(top, site.consents());
      return List.of();
    }
    UnaryOperator<Place> inFile = text.lines()::inSource;
    DesiredRelease release = release(site, top, text.lines().inSource(top.line()), inFile);
    return release == null ? List.of() : List.of(release);
  }

  /** Jinja in the other document was not rendered. */
  private static boolean refuseBesideSets(DeclarationText text, FieldReader top, String kind) {
    if (text.hasSets()) {
      top.problem(top.lineOf("kind"), "kind", "expected a file without a ReleaseSet for a " + kind);
    }
    return text.hasSets();
  }

  private static @Nullable DesiredRelease release(
      Site site, FieldReader top, int line, UnaryOperator<Place> inFile) {
    FieldReader metadata = top.table("metadata").orElse(null);
    FieldReader spec = top.table("spec").orElse(null);
    for (String part : List.of("metadata", "spec")) {
      if (top.isAbsent(part)) {
        top.problem(top.lineOf(part), part, "is required");
        return null;
      }
    }
    if (metadata == null || spec == null) {
      return null;
    }
    metadata.allow("name", "namespace", "labels", "annotations");
    metadata.texts("labels");
    metadata.texts("annotations");
    String name = metadata.requiredText("name");
    if (!name.isEmpty()) {
      ReleaseName.problem(name)
          .ifPresent(
              p ->
                  metadata.problem(
                      metadata.lineOf("name"), "name", p + ", met " + Shown.value(name)));
    }
    String namespace = metadata.text("namespace").orElse("default");
    if (!namespace.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      metadata.problem(
          metadata.lineOf("namespace"),
          "namespace",
          "is not a valid name of a namespace: " + Shown.value(namespace));
    }
    ReleaseId id = new ReleaseId(namespace, name);
    site.named().add(id);
    if (spec.node().get("values") instanceof Node.MapNode values) {
      // A set has its own way to the lines of its template.
      site.places().put(id, values, site.text().hasSets() ? l -> l : site.text().lines()::inSource);
    }
    return spec(site, line, id, spec, inFile);
  }

  private static DesiredRelease spec(
      Site site, int line, ReleaseId id, FieldReader spec, UnaryOperator<Place> inFile) {
    spec.allow(
        TermsReader.FIELDS,
        "chart",
        "values",
        "valuesFrom",
        "interval",
        "timeout",
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
    ChartChoice chart = ChartReader.read(site.files(), site.repositories(), spec);
    Node.@Nullable MapNode values = spec.tree("values");
    Terms terms = TermsReader.read(spec, id, inFile);
    boolean await = !spec.flag("disableWait", false);
    DriftReader.Drift drift = DriftReader.read(spec);
    ValuesFromReader valuesFrom = ValuesFromReader.read(site.files(), spec, inFile);
    return new DesiredRelease(
        id,
        site.text().file(),
        line,
        chart,
        values == null ? new LinkedHashMap<>() : ValuesLayers.ofExact(values.plain()),
        valuesFrom.files(),
        spec.duration("interval", INTERVAL, MIN_INTERVAL),
        spec.duration("timeout", TIMEOUT, MIN_INTERVAL),
        terms.dependencies().stream().map(Dependency::id).toList(),
        drift.mode(),
        spec.flag("suspend", false),
        spec.flag("createNamespace", true),
        await,
        spec.number("maxHistory", MAX_HISTORY, 0, 1000),
        PostRendererReader.read(spec),
        TacticsReader.read(spec, await),
        terms,
        drift.ignored(),
        valuesFrom.references());
  }
}
