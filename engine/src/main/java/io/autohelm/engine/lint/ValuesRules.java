package io.autohelm.engine.lint;

import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.values.Coalesce;
import io.autohelm.engine.values.SchemaCheck;
import io.autohelm.engine.values.SchemaReach;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** values.yaml is YAML, and fits values.schema.json together with what the user gave. */
final class ValuesRules {
  private static final String FILE = "values.yaml";

  private ValuesRules() {}

  static void check(
      Path folder, Map<String, @Nullable Object> given, boolean skipSchema, Findings findings) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      findings.info(FILE, "file does not exist");
      return;
    }
    try {
      Object tree = Yaml.parse(text(file));
      Map<String, @Nullable Object> defaults = new LinkedHashMap<>();
      if (tree instanceof Map<?, ?> map) {
        map.forEach((key, value) -> defaults.put(String.valueOf(key), value));
      } else if (tree != null) {
        findings.error(
            FILE,
            "unable to parse YAML: " + JsonTypes.mismatch(tree, "value of type common.Values"));
        return;
      }
      Path schema = folder.resolve("values.schema.json");
      if (skipSchema || !Files.isRegularFile(schema) || Files.size(schema) == 0) {
        return;
      }
      String problem =
          new SchemaCheck(SchemaReach.ANYWHERE)
              .problem(
                  new ChartFile("values.schema.json", Files.readAllBytes(schema), null),
                  Coalesce.tables(given, defaults));
      if (!problem.isEmpty()) {
        findings.error(FILE, problem);
      }
    } catch (YamlException e) {
      findings.add(LintSeverity.ERROR, FILE, e.line(), "unable to parse YAML: " + e.getMessage());
    } catch (IOException e) {
      findings.error(FILE, "unable to parse YAML: read " + file + ": is a directory");
    }
  }

  static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
