package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where Helm 3 and Helm 4 make different data of one chart: we follow Helm 4, and {@code
 * docs/helm-3-and-4.md} shows both.
 */
final class HelmVersionsTest {
  private static final Path PAGE = Path.of("..", "docs", "helm-3-and-4.md");
  private static final String VALUES = "values: ";

  @TempDir private Path folder;

  /**
   * A chart, and what both versions said.
   *
   * @param three Helm 3's output, or its error
   */
  record Row(RecordedCharts.Case four, String three, boolean isRefusedByThree) {
    static Row parse(String line) {
      Map<?, ?> tree = (Map<?, ?>) Json.parseExact(line);
      boolean refused = tree.get("error3") != null;
      return new Row(
          RecordedCharts.parse(line),
          String.valueOf(tree.get(refused ? "error3" : "out3")),
          refused);
    }

    @Override
    public String toString() {
      return four.name();
    }
  }

  static Stream<Row> rows() {
    return Golden.read("values/helm-3-and-4.jsonl").lines().map(Row::parse);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void weSayWhatHelm4Says(Row row) throws IOException {
    Path chart = row.four.write(folder);
    String error = row.four.error();
    if (error == null) {
      String out = RecordedCharts.render(chart, row.four.args());
      assertEquals(row.four.out().strip(), out.strip());
    } else {
      RenderException refused =
          assertThrows(RenderException.class, () -> RecordedCharts.render(chart, row.four.args()));
      assertTrue(error.endsWith(refused.getMessage().strip()), refused.getMessage());
    }
  }

  @Test
  void thePageShowsWhatIsRecorded() throws IOException {
    String page = Files.readString(PAGE);
    String start = "<!-- recorded -->\n";
    int from = page.indexOf(start) + start.length();
    int to = page.indexOf("<!-- end -->", from);
    String fresh = page.substring(0, from) + table() + page.substring(to);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, fresh);
    }
    assertEquals(fresh, Files.readString(PAGE), "-Dgolden.update=true writes it anew");
  }

  @Test
  void thePageNamesTheFunctionsThatOnlyHelm4Has() throws IOException {
    TreeSet<String> names = new TreeSet<>(Golden.read("sprig/names.txt").lines().toList());
    Golden.read("sprig/names-helm3.txt").lines().forEach(names::remove);
    String page = Files.readString(PAGE);
    names.removeIf(name -> page.contains("`" + name + "`"));
    assertEquals(new TreeSet<>(), names);
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| | Given | Helm 3.22 | Helm 4.3, and here |\n|---|---|---|---|\n");
    rows()
        .forEach(
            row ->
                table
                    .append("| ")
                    .append(row.four.name())
                    .append(" | ")
                    .append(given(row.four))
                    .append(" | ")
                    .append(shown(row.three, row.isRefusedByThree))
                    .append(" | ")
                    .append(
                        shown(
                            row.four.error() == null ? row.four.out() : row.four.error(),
                            row.four.error() != null))
                    .append(" |\n"));
    return table.toString();
  }

  private static String given(RecordedCharts.Case recorded) {
    List<String> parts = new ArrayList<>();
    recorded
        .files()
        .forEach(
            (name, text) -> {
              if (name.endsWith("values.yaml") && !text.isBlank()) {
                String what = name.startsWith("charts/") ? "sub-chart: " : "";
                parts.add(what + code(text.strip()));
              } else if (name.equals("values.schema.json")) {
                parts.add("schema: " + code(text));
              } else if (name.startsWith("templates/") && !text.contains(".Values }}")) {
                parts.add("template: " + code(text.strip().substring(VALUES.length())));
              } else if (name.equals("Chart.yaml") && text.contains("import-values")) {
                String imports = text.substring(text.indexOf("import-values"));
                parts.add(code(imports.substring(0, imports.lastIndexOf('}'))));
              }
            });
    if (!recorded.args().isEmpty()) {
      parts.add(code(String.join(" ", recorded.args())));
    }
    return String.join("<br>", parts);
  }

  private static String shown(String said, boolean refused) {
    if (refused) {
      return "refused: " + code(said.replace("values don't meet the specifications of the", "..."));
    }
    return said.lines()
        .filter(line -> line.startsWith(VALUES))
        .map(line -> code(line.substring(VALUES.length())))
        .collect(Collectors.joining("<br>"));
  }

  private static String code(String text) {
    return "`" + text.replaceAll("\\s*\n\\s*", "⏎").replace("|", "\\|") + "`";
  }
}
