package io.autohelm.engine.lint;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.ReleaseContext;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.render.RenderRequest;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for templates and for what comes out of them. */
final class TemplateRules {
  private static final String FOLDER = "templates/";
  private static final Set<String> EXTENSIONS = Set.of(".yaml", ".yml", ".tpl", ".txt");
  private static final Set<String> WITH_SELECTOR =
      Set.of("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet");

  /** Where a template failed, as its error tells. */
  private static final Pattern PLACE =
      Pattern.compile("\\(?[^\\s():]+/templates/[^\\s():]+:(\\d+)");

  private final Path folder;
  private final Renderer renderer;
  private final LintOptions options;
  private final Findings findings;
  private final Deprecations deprecations = new Deprecations();

  TemplateRules(Path folder, Renderer renderer, LintOptions options, Findings findings) {
    this.folder = folder;
    this.renderer = renderer;
    this.options = options;
    this.findings = findings;
  }

  void check(ChartLint.Loaded loaded, Map<String, @Nullable Object> values) {
    Path templates = folder.resolve("templates");
    if (!Files.exists(templates)) {
      findings.warning(FOLDER, "directory does not exist");
      return;
    }
    if (!Files.isDirectory(templates)) {
      findings.error(FOLDER, "not a directory");
      return;
    }
    Chart chart = loaded.chart();
    if (chart == null) {
      findings.error(FOLDER, loaded.problem());
      return;
    }
    Capabilities capabilities = Capabilities.withoutCluster();
    KubeVersion given = options.kubeVersion();
    if (given != null) {
      capabilities = capabilities.withKubeVersion(given);
    }
    Optional<Map<String, String>> texts;
    try {
      texts =
          renderer.lint(
              new RenderRequest(
                  chart,
                  values,
                  new ReleaseContext("test-release", options.namespace(), 0, false),
                  capabilities,
                  Lookup.NOTHING,
                  false,
                  options.skipSchema()));
    } catch (RenderException e) {
      String message = String.valueOf(e.getMessage());
      findings.add(LintSeverity.ERROR, FOLDER, placeIn(message), message);
      return;
    }
    if (texts.isPresent()) {
      check(chart, texts.get(), capabilities.kubeVersion());
    }
  }

  private static int placeIn(String message) {
    Matcher place = PLACE.matcher(message);
    return place.find() ? Integer.parseInt(place.group(1)) : 0;
  }

  private void check(Chart chart, Map<String, String> texts, KubeVersion version) {
    for (ChartFile template : chart.templates()) {
      String name = template.name();
      String extension = extension(name);
      if (!EXTENSIONS.contains(extension)) {
        findings.error(
            name,
            "file extension '"
                + extension
                + "' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt");
      }
      String lower = extension.toLowerCase(Locale.ROOT);
      if (!lower.equals(".yaml") && !lower.equals(".yml")) {
        continue;
      }
      String text = texts.getOrDefault(chart.name() + "/" + name, "");
      if (!text.isBlank() && !check(name, text, version)) {
        return;
      }
    }
  }

  private static String extension(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot < 0 ? "" : file.substring(dot);
  }

  /** False where the text is no YAML: Helm then looks at nothing more. */
  private boolean check(String name, String text, KubeVersion version) {
    checkIndent(name, text);
    ObjectStream objects = new ObjectStream(text);
    for (ObjectStream.Read read = objects.next(); read != null; read = objects.next()) {
      if (!read.problem().isEmpty()) {
        findings.add(
            LintSeverity.ERROR, name, read.line(), "unable to parse YAML: " + read.problem());
        return false;
      }
      ObjectHead head = read.head();
      if (head != null) {
        check(name, text, head, read.line(), version);
      }
    }
    return true;
  }

  private void check(String name, String text, ObjectHead head, int line, KubeVersion version) {
    String naming = ObjectNames.problem(head.kind(), head.name());
    if (!naming.isEmpty()) {
      findings.add(LintSeverity.WARNING, name, line, naming);
    }
    String deprecated = deprecations.problem(head, version);
    if (!deprecated.isEmpty()) {
      findings.add(LintSeverity.WARNING, name, line, deprecated);
    }
    if (WITH_SELECTOR.contains(head.kind())
        && !text.contains("matchLabels")
        && !text.contains("matchExpressions")) {
      findings.add(
          LintSeverity.ERROR,
          name,
          line,
          "a "
              + head.kind()
              + " must contain matchLabels or matchExpressions, and "
              + GoQuote.quote(head.name())
              + " does not");
    }
    if (head.kind().equals("List")) {
      String problem = listProblem(text);
      if (!problem.isEmpty()) {
        findings.add(LintSeverity.ERROR, name, line, problem);
      }
    }
  }

  private void checkIndent(String name, String text) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (line.startsWith(" ") || line.startsWith("\t")) {
        String shown = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        findings.add(
            LintSeverity.WARNING,
            name,
            number,
            "document starts with an illegal indent: "
                + GoQuote.quote(shown)
                + ", which may cause parsing problems");
      }
      return;
    }
  }

  /** Helm keeps objects by an annotation, which it does not see inside a List. */
  private static String listProblem(String text) {
    Object tree;
    try {
      tree = Yaml.parse(text);
    } catch (YamlException e) {
      return "unable to parse YAML: " + e.getMessage();
    }
    if (!(tree instanceof Map<?, ?> list) || !(list.get("items") instanceof List<?> items)) {
      return "";
    }
    for (Object item : items) {
      if (item instanceof Map<?, ?> object
          && object.get("metadata") instanceof Map<?, ?> metadata
          && metadata.get("annotations") instanceof Map<?, ?> annotations
          && annotations.containsKey("helm.sh/resource-policy")) {
        return "annotation 'helm.sh/resource-policy' within List objects are ignored";
      }
    }
    return "";
  }
}
