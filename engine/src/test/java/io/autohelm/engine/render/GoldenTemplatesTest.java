package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.MissingKey;
import io.autohelm.engine.gotemplate.RunSettings;
import io.autohelm.engine.gotemplate.TemplateException;
import io.autohelm.engine.gotemplate.TemplateSet;
import io.autohelm.engine.sprig.SprigFunctions;
import io.autohelm.engine.yaml.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row is what the real Go or Helm gave: see ORACLE.txt beside each file. */
class GoldenTemplatesTest {
  private static final Map<String, GoFunction> FUNCTIONS =
      new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom())).table();

  record Row(String data, Map<?, ?> expected) {
    @Override
    public String toString() {
      Object what = expected.get("template");
      return String.valueOf(what == null ? expected.get("templates") : what);
    }
  }

  static Stream<Row> language() throws IOException {
    return rows("gotemplate/language.jsonl", "data");
  }

  static Stream<Row> random() throws IOException {
    return rows("gotemplate/random.jsonl", "data");
  }

  static Stream<Row> functions() throws IOException {
    return rows("sprig/functions.jsonl", "data");
  }

  static Stream<Row> charts() throws IOException {
    return rows("render/charts.jsonl", "values");
  }

  /** A line with that key alone holds the data for the rows after it. */
  private static Stream<Row> rows(String file, String dataKey) throws IOException {
    List<Row> rows = new ArrayList<>();
    String data = "null";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    GoldenTemplatesTest.class.getResourceAsStream("/golden/" + file)),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Map<?, ?> row = (Map<?, ?>) Json.parse(line);
        if (row.containsKey(dataKey)) {
          data = Json.print(row.get(dataKey));
        } else {
          rows.add(new Row(data, row));
        }
      }
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource({"language", "random", "functions"})
  void templateGivesWhatGoGives(Row row) {
    String missing = String.valueOf(row.expected.get("missing"));
    MissingKey mode =
        switch (missing) {
          case "error" -> MissingKey.ERROR;
          case "default" -> MissingKey.INVALID;
          default -> MissingKey.ZERO;
        };
    TemplateSet set = TemplateSet.of(FUNCTIONS);
    StringBuilder out = new StringBuilder();
    String error = null;
    try {
      set.parse("t", String.valueOf(row.expected.get("template")));
      set.execute("t", "t", Json.parse(row.data), out, new RunSettings(mode, Map.of()));
    } catch (TemplateException e) {
      error = e.getMessage();
    }
    assertEquals(row.expected.get("error"), error);
    assertEquals(row.expected.get("output"), wellFormed(out.toString()));
  }

  /** The record is JSON, which shows a broken byte as the replacement character. */
  private static String wellFormed(String text) {
    StringBuilder repaired = new StringBuilder();
    text.codePoints()
        .forEach(c -> repaired.appendCodePoint(c >= 0xDC00 && c <= 0xDFFF ? 0xFFFD : c));
    return repaired.toString();
  }

  @ParameterizedTest
  @MethodSource("charts")
  void chartGivesWhatHelmGives(Row row) {
    Map<String, Object> release = new LinkedHashMap<>(Map.of("Name", "rel", "Namespace", "ns"));
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("Values", Json.parse(row.data));
    scope.put("Release", release);
    List<TemplateSource> sources = new ArrayList<>();
    ((Map<?, ?>) row.expected.get("templates"))
        .forEach(
            (name, text) ->
                sources.add(
                    new TemplateSource("ch/" + name, String.valueOf(text), scope, "ch/templates")));
    boolean strict = Boolean.TRUE.equals(row.expected.get("strict"));
    boolean lint = Boolean.TRUE.equals(row.expected.get("lint"));
    String error = null;
    Map<String, String> rendered = null;
    try {
      ParsedTemplates parsed = ParsedTemplates.parse(FUNCTIONS, sources);
      rendered =
          new TemplateRun(parsed, new TemplateRun.Options(strict, lint, false, Lookup.NOTHING))
              .render(sources);
    } catch (RenderException e) {
      error = e.getMessage();
    }
    assertEquals(row.expected.get("error"), error);
    assertEquals(row.expected.get("rendered"), rendered);
  }
}
