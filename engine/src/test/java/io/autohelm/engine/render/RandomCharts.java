package io.autohelm.engine.render;

import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes charts as files by path: values, sub-charts with conditions, names that collide, hooks. */
final class RandomCharts {
  private static final List<String> CONDITIONS =
      List.of("sub.enabled", "a.b", "global.a", "sub.a,b", "t", "");

  private static final List<String> PRINTED =
      List.of(
          "{{ toJson .Values | quote }}",
          "{{ .Chart.Name }}-{{ .Template.Name }}-{{ .Template.BasePath }}",
          "{{ include \"shared\" . }}",
          "{{ toJson .Values.global | quote }} {{ .Values.a }}",
          "{{ range $k, $v := .Subcharts }}{{ $k }}{{ end }}",
          "{{ template \"own\" . }}",
          "{{ default \"none\" .Values.b | quote }}",
          "{{ .Release.IsInstall }} {{ .Release.Revision }} {{ .Release.Service }}",
          "{{ (index (.Files.Glob \"*.txt\").AsConfig) | quote }}");

  private static final List<String> KINDS =
      List.of("ConfigMap", "Secret", "Service", "Namespace", "Unknown", "Deployment", "");

  private final Random random;
  private final Map<String, Object> files = new LinkedHashMap<>();

  private RandomCharts(Random random) {
    this.random = random;
  }

  static Map<String, Object> files(Random random) {
    RandomCharts made = new RandomCharts(random);
    made.chart("", "top", 2);
    return made.files;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void chart(String folder, String name, int depth) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("apiVersion", "v2");
    metadata.put("name", name);
    metadata.put("version", "1.0.0");
    if (random.nextInt(12) == 0) {
      metadata.put("type", "library");
    }
    List<Object> dependencies = new ArrayList<>();
    for (String below : depth == 2 ? List.of("sub", "leaf") : List.of("leaf")) {
      if (depth == 0 || random.nextInt(3) == 0) {
        continue;
      }
      chart(folder + "charts/" + below + "/", below, depth - 1);
      for (int i = random.nextInt(3); i > 0; i--) {
        dependencies.add(dependency(below));
      }
    }
    metadata.put("dependencies", dependencies);
    files.put(folder + "Chart.yaml", Json.print(metadata));
    Map<String, Object> values = RandomTexts.values(random, 3);
    if (random.nextInt(3) == 0) {
      values.put("exports", Map.of("out", RandomTexts.values(random, 2)));
    }
    if (random.nextInt(3) == 0) {
      values.put("tags", Map.of("front", random.nextBoolean()));
    }
    files.put(folder + "values.yaml", Json.print(values));
    files.put(folder + "note.txt", "of " + name + "\n");
    files.put(
        folder + "templates/_shared.tpl",
        "{{ define \"shared\" }}shared of "
            + name
            + "{{ end }}{{ define \"own\" }}"
            + name
            + "{{ end }}");
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      files.put(folder + "templates/t" + i + ".yaml", template(name + i));
    }
  }

  private Map<String, Object> dependency(String name) {
    Map<String, Object> dependency = new LinkedHashMap<>();
    dependency.put("name", name);
    dependency.put("version", random.nextInt(10) == 0 ? "^2" : ">0.1");
    dependency.put("repository", "");
    if (random.nextBoolean()) {
      dependency.put("condition", one(CONDITIONS));
    }
    if (random.nextInt(3) == 0) {
      dependency.put("tags", List.of("front"));
    }
    if (random.nextInt(4) == 0) {
      dependency.put("alias", one(List.of("other", "b", "again")));
    }
    if (random.nextInt(3) == 0) {
      dependency.put(
          "import-values",
          List.of(random.nextBoolean() ? "out" : Map.of("child", "a", "parent", "imported.deep")));
    }
    return dependency;
  }

  private String template(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      if (random.nextInt(6) == 0) {
        text.append(
            one(
                List.of(
                    "# only words\n", "{{- /* nothing */ -}}\n", "\n\n", "{{ if .Values.a }}\n")));
        text.append(text.toString().endsWith("a }}\n") ? "x: 1\nkind: If\n{{ end }}\n" : "");
      } else {
        text.append("apiVersion: v1\nkind: ").append(one(KINDS)).append('\n');
        text.append("metadata:\n  name: ").append(name).append('-').append(i).append('\n');
        if (random.nextInt(5) == 0) {
          text.append("  annotations:\n    helm.sh/hook: ")
              .append(one(List.of("pre-install", "post-install,post-upgrade", "test", "nonsense")))
              .append("\n    helm.sh/hook-weight: \"")
              .append(random.nextInt(5) - 2)
              .append("\"\n");
        }
        text.append("data:\n  v: ").append(one(PRINTED)).append('\n');
      }
      text.append(one(List.of("---\n", "\n---\n", "--- \n", "---\n# c\n", "")));
    }
    return text.toString();
  }
}
