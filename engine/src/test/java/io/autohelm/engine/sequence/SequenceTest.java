package io.autohelm.engine.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.manifest.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SequenceTest {
  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  /** A chart {@code top} with sub-charts of these names; {@code more} goes into its Chart.yaml. */
  private static Chart chart(String more, String... subCharts) {
    List<ChartFile> files = new ArrayList<>();
    files.add(file("Chart.yaml", "apiVersion: v2\nname: top\nversion: 1.0.0\n" + more));
    for (String path : subCharts) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      files.add(
          file(
              "charts/" + path + "/Chart.yaml",
              "apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n"));
    }
    return Charts.ofFolder(files);
  }

  /** Objects as {@code chart-path:name[group]>waits-for,waits-for}; the chart may be left out. */
  private static String manifest(String objects) {
    StringBuilder text = new StringBuilder();
    for (String each : objects.strip().split(" +", -1)) {
      String chart = each.contains(":") ? each.substring(0, each.indexOf(':')) : "top";
      String rest = each.substring(each.indexOf(':') + 1);
      String waits = rest.contains(">") ? rest.substring(rest.indexOf('>') + 1) : null;
      String head = rest.contains(">") ? rest.substring(0, rest.indexOf('>')) : rest;
      String group =
          head.contains("[") ? head.substring(head.indexOf('[') + 1, head.length() - 1) : null;
      String name = head.contains("[") ? head.substring(0, head.indexOf('[')) : head;
      text.append("---\n# Source: ")
          .append(chart.replace("/", "/charts/"))
          .append("/templates/charts/x.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ")
          .append(name)
          .append("\n  annotations:\n    a: b\n");
      if (group != null) {
        text.append("    helm.sh/resource-group: ").append(group).append('\n');
      }
      if (waits != null) {
        text.append("    helm.sh/depends-on/resource-groups: '")
            .append(
                waits.startsWith("!")
                    ? waits.substring(1)
                    : "[\"" + waits.replace(",", "\", \"") + "\"]")
            .append("'\n");
      }
    }
    return text.toString();
  }

  private static String told(Sequence sequence, String manifest) {
    return sequence.stages(KubeObject.parseAll(manifest)).stream()
        .map(stage -> stage.stream().map(KubeObject::name).collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" | "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '/',
      value = {
        "one two / one two",
        "app[app]>db,queue db[db] queue[queue] / db queue | app",
        "c[c]>b b[b]>a a[a] / a | b | c",
        "rest app[app]>db db[db] / db | app | rest",
        "rest alone[alone] app[app]>db db[db] / db | app | rest alone",
        "rest alone[alone] / rest alone",
        "one[a] two[a] three[b]>a four[b] / one two | three four",
        "only>db db[db] / db | only",
        "d[d]>b,c c[c]>a b[b]>a a[a] / a | c b | d",
        "late[x]>none db[db] app[app]>db / db | app | late"
      })
  void groupsOfOneChartWaitForEachOther(String objects, String stages) {
    String manifest = manifest(objects);
    Sequence sequence = Sequence.of(manifest, chart(""));
    assertEquals(stages, told(sequence, manifest));
    assertEquals(stages.contains("|"), sequence.isAsked());
    assertEquals(objects.contains("none") ? 1 : 0, sequence.warnings().size());
  }

  private static final String FOO =
      """
      annotations: { helm.sh/depends-on/subcharts: '["bar", "rabbit"]' }
      dependencies:
      - { name: nginx, version: 1.0.0 }
      - { name: rabbitmq, version: 1.0.0, alias: rabbit }
      - { name: bar, version: 1.0.0, depends-on: [ nginx, rabbitmq ] }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "top:own top/nginx:web top/rabbit:r top/bar:b; web r | b | own",
        "top:own top/bar:b; b | own",
        "top:own top/nginx:web; own web",
        "top:own top/nginx:web[g]>h top/nginx:first[h] top/rabbit:r top/bar:b; first r | web | b | own",
        "top:own[g]>h top:first[h] top/bar:b; b | first | own",
        "top:own top/nginx:web top/nginx/deep:d top/bar:b top/bar/low:l; web d | b l | own",
        "top:db[g] top/nginx:web>g; db web"
      })
  void subChartsWaitForEachOther(String objects, String stages) {
    String manifest = manifest(objects);
    Sequence sequence = Sequence.of(manifest, chart(FOO));
    assertEquals(stages, told(sequence, manifest));
  }

  @Test
  void aSubChartHasWishesOfItsOwn() {
    List<ChartFile> files =
        List.of(
            file("Chart.yaml", "apiVersion: v2\nname: top\nversion: 1.0.0\n"),
            file(
                "charts/sub/Chart.yaml",
                """
                apiVersion: v2
                name: sub
                version: 1.0.0
                annotations: { helm.sh/depends-on/subcharts: '["deep"]' }
                """),
            file(
                "charts/sub/charts/deep/Chart.yaml",
                "apiVersion: v2\nname: deep\nversion: 1.0.0\n"));
    String manifest = manifest("top:t top/sub:s top/sub/deep:d");
    assertEquals("t d | s", told(Sequence.of(manifest, Charts.ofFolder(files)), manifest));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '/',
      value = {
        "a[a]>b b[b]>a / resource groups of chart top wait for each other: a -> b -> a",
        "a[a]>a / resource groups of chart top wait for each other: a -> a",
        "a[a]>!nonsense / ConfigMap:a, annotation helm.sh:depends-on:resource-groups: expected a JSON list of names like [\"a\", \"b\"], met: nonsense",
        "a[a]>![1] / ConfigMap:a, annotation helm.sh:depends-on:resource-groups: expected a JSON list of names like [\"a\", \"b\"], met: [1]"
      })
  void whatCannotBeIsToldClearly(String objects, String message) {
    String manifest = manifest(objects);
    assertEquals(
        message
            .replace("ConfigMap:a", "ConfigMap/a")
            .replace("sh:dep", "sh/dep")
            .replace("on:r", "on/r"),
        assertThrows(SequenceException.class, () -> Sequence.of(manifest, chart(""))).getMessage());
  }

  @Test
  void subChartsThatWaitForEachOtherAreTold() {
    Chart chart =
        chart(
            """
            dependencies:
            - { name: a, version: 1.0.0, depends-on: [ b ] }
            - { name: b, version: 1.0.0, depends-on: [ a ] }
            """);
    assertEquals(
        "sub-charts of chart top wait for each other: a -> b -> a",
        assertThrows(SequenceException.class, () -> Sequence.of(manifest("x"), chart))
            .getMessage());
  }

  @Test
  void aSubChartThatIsNotThereIsWarnedOf() {
    Chart chart = chart("annotations: { helm.sh/depends-on/subcharts: '[\"no\"]' }\n");
    Sequence sequence = Sequence.of(manifest("x"), chart);
    assertEquals(
        List.of("chart top waits for sub-chart \"no\", which it has not"), sequence.warnings());
    assertFalse(sequence.isAsked());
  }

  @Test
  void objectsAreKnownWithTheirNamespaceToo() {
    String manifest = manifest("app[app]>db db[db]");
    Sequence sequence = Sequence.of(manifest, chart(""));
    List<KubeObject> placed =
        KubeObject.parseAll(manifest).stream().map(object -> object.withNamespace("n")).toList();
    assertTrue(sequence.isAsked());
    assertEquals(2, sequence.stages(placed).size());
    assertEquals("db", sequence.stages(placed).get(0).get(0).name());
  }
}
