package io.autohelm.engine.lint;

import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartMetadata;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import io.autohelm.engine.yaml.Node;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules for Chart.yaml. */
final class ChartYamlRules {
  private static final String FILE = "Chart.yaml";
  private static final Constraint ABOVE_NOTHING = Constraint.parse(">0.0.0-0");

  /** The fields that Helm knows, by where they stand. */
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "",
          Set.of(
              "name",
              "home",
              "sources",
              "version",
              "description",
              "keywords",
              "maintainers",
              "icon",
              "apiversion",
              "condition",
              "tags",
              "appversion",
              "deprecated",
              "annotations",
              "kubeversion",
              "dependencies",
              "type"),
          "maintainers",
          Set.of("name", "email", "url"),
          "dependencies",
          Set.of(
              "name",
              "version",
              "repository",
              "condition",
              "tags",
              "enabled",
              "import-values",
              "alias"));

  private final Node.@Nullable MapNode root;
  private final Findings findings;

  private ChartYamlRules(Node.@Nullable MapNode root, Findings findings) {
    this.root = root;
    this.findings = findings;
  }

  static void check(Path folder, Findings findings) {
    Path file = folder.resolve(FILE);
    if (Files.isDirectory(file)) {
      findings.error(FILE, "should be a file, not a directory");
      findings.error(FILE, "unable to parse YAML\n\tread " + file + ": is a directory");
      return;
    }
    try {
      String text = ValuesRules.text(file);
      ChartMetadata chart = Charts.metadata(text);
      Node node = Yaml.parseLocated(text);
      new ChartYamlRules(node instanceof Node.MapNode map ? map : null, findings).check(chart);
    } catch (YamlException e) {
      findings.add(LintSeverity.ERROR, FILE, e.line(), "unable to parse YAML\n\t" + e.getMessage());
    } catch (ChartException e) {
      int line = e.getCause() instanceof YamlException cause ? cause.line() : 0;
      findings.add(LintSeverity.ERROR, FILE, line, "unable to parse YAML\n\t" + e.getMessage());
    } catch (IOException e) {
      findings.error(FILE, "unable to parse YAML\n\t" + e.getMessage());
    }
  }

  private void check(ChartMetadata chart) {
    checkStrictly();
    checkName(chart.name());
    checkApiVersion(chart.apiVersion());
    checkIsText("version");
    checkVersion(chart.version());
    checkIsText("appVersion");
    checkMaintainers();
    for (String source : chart.sources()) {
      if (!WebAddress.isRequestUrl(source)) {
        error("sources", "invalid source URL '" + source + "'");
        break;
      }
    }
    if (chart.icon().isEmpty()) {
      findings.info(FILE, "icon is recommended");
    } else if (!WebAddress.isRequestUrl(chart.icon())) {
      error("icon", "invalid icon URL '" + chart.icon() + "'");
    }
    boolean isV2 = chart.apiVersion().equals("v2");
    if (!chart.type().isEmpty() && !isV2) {
      error(
          "type",
          "chart type is not valid in apiVersion '"
              + chart.apiVersion()
              + "'. It is valid in apiVersion 'v2'");
    }
    if (!chart.dependencies().isEmpty() && !isV2) {
      error(
          "dependencies",
          "dependencies are not valid in the Chart file with apiVersion '"
              + chart.apiVersion()
              + "'. They are valid in apiVersion 'v2'");
    }
    try {
      Version.strict(chart.version());
    } catch (SemverException e) {
      findings.add(
          LintSeverity.WARNING,
          FILE,
          line("version"),
          "version '" + chart.version() + "' is not a valid SemVerV2");
    }
  }

  private void error(String field, String text) {
    findings.add(LintSeverity.ERROR, FILE, line(field), text);
  }

  /** The line of a top-level field; 0 where it is missing. */
  private int line(String field) {
    Node.Entry entry = root == null ? null : root.entries().get(field);
    return entry == null ? 0 : entry.line();
  }

  private void checkStrictly() {
    String start = "failed to strictly parse chart metadata file\n\t";
    List<Node.Entry> repeated = new ArrayList<>();
    if (root != null) {
      collectRepeated(root, repeated);
    }
    if (!repeated.isEmpty()) {
      StringBuilder text =
          new StringBuilder(start).append("error converting YAML to JSON: yaml: unmarshal errors:");
      for (Node.Entry entry : repeated) {
        text.append("\n  line ")
            .append(entry.line())
            .append(": key ")
            .append(GoQuote.quote(entry.key()))
            .append(" already set in map");
      }
      findings.add(LintSeverity.WARNING, FILE, repeated.get(0).line(), text.toString());
      return;
    }
    Node.Entry unknown = root == null ? null : unknown(root, "");
    if (unknown != null) {
      findings.add(
          LintSeverity.WARNING,
          FILE,
          unknown.line(),
          start + JsonTypes.unknownField(unknown.key()));
    }
  }

  private static void collectRepeated(Node node, List<Node.Entry> repeated) {
    if (node instanceof Node.MapNode map) {
      repeated.addAll(map.repeated());
      map.entries().values().forEach(entry -> collectRepeated(entry.value(), repeated));
    } else if (node instanceof Node.ListNode list) {
      list.items().forEach(item -> collectRepeated(item, repeated));
    }
  }

  /** The first field, in the order of the alphabet, that Helm does not know. */
  private static Node.@Nullable Entry unknown(Node.MapNode map, String where) {
    for (Map.Entry<String, Node.Entry> field : new TreeMap<>(map.entries()).entrySet()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!FIELDS.getOrDefault(where, Set.of()).contains(name)) {
        return field.getValue();
      }
      if (where.isEmpty()
          && FIELDS.containsKey(name)
          && field.getValue().value() instanceof Node.ListNode list) {
        for (Node item : list.items()) {
          Node.Entry found = item instanceof Node.MapNode below ? unknown(below, name) : null;
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  private void checkName(String name) {
    if (name.isEmpty()) {
      error("name", "name is required");
    } else if (!baseName(name).equals(name)) {
      error("name", "chart name " + GoQuote.quote(name) + " is invalid");
    }
  }

  /** Go's filepath.Base. */
  private static String baseName(String path) {
    String bare = path.replaceAll("/+$", "");
    return bare.isEmpty() ? "/" : bare.substring(bare.lastIndexOf('/') + 1);
  }

  private void checkApiVersion(String apiVersion) {
    if (apiVersion.isEmpty()) {
      error("apiVersion", "apiVersion is required. The value must be either \"v1\" or \"v2\"");
    } else if (!apiVersion.equals("v1") && !apiVersion.equals("v2")) {
      error(
          "apiVersion",
          "apiVersion '"
              + apiVersion
              + "' is not valid. The value must be either \"v1\" or \"v2\"");
    }
  }

  private void checkIsText(String field) {
    Node node = root == null ? null : root.get(field);
    if (node == null || node.plain() instanceof String) {
      return;
    }
    Object value = node.plain();
    String type =
        value == null
            ? "<nil>"
            : value instanceof Boolean
                ? "bool"
                : value instanceof Number
                    ? "float64"
                    : value instanceof List ? "[]interface {}" : "map[string]interface {}";
    error(field, field + " should be of type string but it's of type " + type);
  }

  private void checkVersion(String text) {
    if (text.isEmpty()) {
      error("version", "version is required");
      return;
    }
    try {
      List<String> refusals = ABOVE_NOTHING.refusals(Version.parse(text));
      if (!refusals.isEmpty()) {
        error("version", "version " + refusals.get(0));
      }
    } catch (SemverException e) {
      error("version", "version '" + text + "' is not a valid SemVer");
    }
  }

  private void checkMaintainers() {
    if (root == null || !(root.get("maintainers") instanceof Node.ListNode list)) {
      return;
    }
    for (Node item : list.items()) {
      String problem = maintainerProblem(item);
      if (!problem.isEmpty()) {
        findings.add(LintSeverity.ERROR, FILE, item.line(), problem);
        return;
      }
    }
  }

  private static String maintainerProblem(Node item) {
    if (!(item instanceof Node.MapNode maintainer)) {
      return "a maintainer entry is empty";
    }
    String name = text(maintainer, "name");
    String email = text(maintainer, "email");
    String url = text(maintainer, "url");
    if (name.isEmpty()) {
      return "each maintainer requires a name";
    }
    if (!email.isEmpty() && !WebAddress.isEmail(email)) {
      return "invalid email '" + email + "' for maintainer '" + name + "'";
    }
    return url.isEmpty() || WebAddress.isUrl(url)
        ? ""
        : "invalid url '" + url + "' for maintainer '" + name + "'";
  }

  private static String text(Node.MapNode map, String key) {
    Node node = map.get(key);
    Object value = node == null ? null : node.plain();
    return value == null ? "" : value.toString();
  }
}
