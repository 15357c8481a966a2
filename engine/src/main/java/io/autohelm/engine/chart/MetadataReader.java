package io.autohelm.engine.chart;

import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chart.yaml, requirements.yaml and the lock files, read and checked by Helm's rules. */
final class MetadataReader {
  private static final Pattern ALIAS = Pattern.compile("^[a-zA-Z0-9_-]+$");

  private MetadataReader() {}

  /** The tree of a file that holds fields of Chart.yaml; {@code goType} is for the error. */
  static Map<String, @Nullable Object> tree(ChartFile file, String goType) {
    try {
      return new LinkedHashMap<>(Fields.of(goType, Yaml.parseExact(file.text())).tree());
    } catch (YamlException | ChartException e) {
      throw new ChartException("cannot load " + file.name() + ": " + e.getMessage(), e);
    }
  }

  /** Reads the fields; {@code file} names the file in an error. */
  static ChartMetadata read(String file, Map<String, @Nullable Object> tree) {
    try {
      Fields fields = Fields.of("v2.Metadata", tree);
      List<Maintainer> maintainers = new ArrayList<>();
      for (Object item : fields.list("maintainers", "*v2.Maintainer")) {
        if (item == null) {
          throw ChartException.invalid("maintainers must not contain empty or null nodes");
        }
        Fields maintainer = Fields.of("v2.Maintainer", "maintainers.", item);
        maintainers.add(
            new Maintainer(
                clean(maintainer.text("name")),
                clean(maintainer.text("email")),
                clean(maintainer.text("url"))));
      }
      String apiVersion = fields.text("apiVersion");
      return new ChartMetadata(
          clean(fields.text("name")),
          clean(fields.text("home")),
          fields.texts("sources").stream().map(MetadataReader::clean).toList(),
          fields.text("version"),
          clean(fields.text("description")),
          fields.texts("keywords").stream().map(MetadataReader::clean).toList(),
          maintainers,
          clean(fields.text("icon")),
          apiVersion.isEmpty() ? "v1" : apiVersion,
          clean(fields.text("condition")),
          clean(fields.text("tags")),
          clean(fields.text("appVersion")),
          fields.flag("deprecated"),
          fields.textMap("annotations"),
          clean(fields.text("kubeVersion")),
          dependencies(fields),
          fields.has("dependencies"),
          fields.text("type"),
          fields.text("engine"));
    } catch (ChartException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("validation: ")) {
        throw e;
      }
      throw new ChartException("cannot load " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The text of a Chart.yaml with nothing checked but types; null entries of lists are left out.
   */
  static ChartMetadata unchecked(String text) {
    try {
      Map<String, @Nullable Object> tree =
          new LinkedHashMap<>(Fields.of("v2.Metadata", Yaml.parseExact(text)).tree());
      for (String field : List.of("maintainers", "dependencies")) {
        if (tree.get(field) instanceof List<?> list) {
          tree.put(field, list.stream().filter(Objects::nonNull).toList());
        }
      }
      String apiVersion = Fields.of("v2.Metadata", tree).text("apiVersion");
      return read("", tree).withApiVersion(apiVersion);
    } catch (YamlException e) {
      throw new ChartException(String.valueOf(e.getMessage()), e);
    } catch (ChartException e) {
      String message = String.valueOf(e.getMessage());
      throw new ChartException(
          message.startsWith("cannot load : ")
              ? message.substring("cannot load : ".length())
              : message,
          e);
    }
  }

  static ChartLock lock(ChartFile file) {
    try {
      Fields fields = Fields.of("v2.Lock", Yaml.parseExact(file.text()));
      return new ChartLock(fields.text("generated"), fields.text("digest"), dependencies(fields));
    } catch (YamlException | ChartException e) {
      throw new ChartException("cannot load " + file.name() + ": " + e.getMessage(), e);
    }
  }

  static List<Dependency> dependencies(Fields fields) {
    List<Dependency> found = new ArrayList<>();
    for (Object item : fields.list("dependencies", "*v2.Dependency")) {
      if (item == null) {
        throw ChartException.invalid("dependencies must not contain empty or null nodes");
      }
      Fields dependency = Fields.of("v2.Dependency", "dependencies.", item);
      found.add(
          new Dependency(
              clean(dependency.text("name")),
              clean(dependency.text("version")),
              clean(dependency.text("repository")),
              clean(dependency.text("condition")),
              dependency.texts("tags").stream().map(MetadataReader::clean).toList(),
              dependency.flag("enabled"),
              dependency.list("import-values", "interface {}"),
              dependency.text("alias"),
              names(dependency.tree().get("depends-on"))));
    }
    return found;
  }

  /** What Helm does not read cannot be wrong for it: anything odd is left out. */
  private static List<String> names(@Nullable Object value) {
    List<String> names = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object name : list) {
        if (name instanceof String text) {
          names.add(text);
        }
      }
    }
    return names;
  }

  /** Helm's Metadata.Validate, in its order and words. */
  static void check(ChartMetadata chart) {
    if (chart.name().isEmpty()) {
      throw ChartException.invalid("chart.metadata.name is required");
    }
    if (chart.name().equals(".") || chart.name().equals("..")) {
      throw ChartException.invalid("chart.metadata.name \"" + chart.name() + "\" is not allowed");
    }
    if (chart.name().contains("/")) {
      throw ChartException.invalid("chart.metadata.name \"" + chart.name() + "\" is invalid");
    }
    if (chart.version().isEmpty()) {
      throw ChartException.invalid("chart.metadata.version is required");
    }
    if (!isVersion(chart.version())) {
      throw ChartException.invalid("chart.metadata.version \"" + chart.version() + "\" is invalid");
    }
    if (!Set.of("", "application", "library").contains(chart.type())) {
      throw ChartException.invalid("chart.metadata.type must be application or library");
    }
    Set<String> names = new HashSet<>();
    for (Dependency dependency : chart.dependencies()) {
      if (!dependency.alias().isEmpty() && !ALIAS.matcher(dependency.alias()).matches()) {
        throw ChartException.invalid(
            "dependency \"" + dependency.name() + "\" has disallowed characters in the alias");
      }
      if (!names.add(dependency.effectiveName())) {
        throw ChartException.invalid(
            "more than one dependency with name or alias \"" + dependency.effectiveName() + "\"");
      }
    }
  }

  private static boolean isVersion(String text) {
    try {
      Version.parse(text);
      return true;
    } catch (SemverException e) {
      return false;
    }
  }

  /**
   * White space becomes a plain space, what cannot be printed goes, as Helm does before it uses a
   * field.
   */
  private static String clean(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isWhitespace(c) || c == 0x85 || c == 0xA0) {
                kept.append(' ');
              } else if (isPrintable(c)) {
                kept.appendCodePoint(c);
              }
            });
    return kept.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          c == ' ';
      default -> true;
    };
  }
}
