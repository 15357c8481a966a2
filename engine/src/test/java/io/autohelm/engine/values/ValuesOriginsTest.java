package io.autohelm.engine.values;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ValuesOriginsTest {
  private static final Chart SHOP =
      Charts.ofFiles(
          List.of(
              file(
                  "Chart.yaml",
                  """
                  apiVersion: v2
                  name: shop
                  version: 1.0.0
                  dependencies:
                  - {name: db, version: 1.0.0, alias: store, import-values: [{child: api, parent: database}]}
                  - {name: cache, version: 1.0.0, condition: cache.enabled}
                  """),
              file(
                  "values.yaml",
                  """
                  # the shop
                  replicas: 1
                  image:
                    name: shop
                    tag: v1
                  list: [a,
                         b]
                  gone: x
                  empty: {}
                  global: {region: eu}
                  store:
                    size: 5
                  cache: {enabled: false}
                  "dotted.key": 1
                  ---
                  replicas: 2
                  """),
              file("charts/db/Chart.yaml", "{apiVersion: v2, name: db, version: 1.0.0}"),
              file("charts/db/values.yaml", "size: 1\nname: db\napi:\n  port: 5432\n"),
              file("charts/cache/Chart.yaml", "{apiVersion: v2, name: cache, version: 1.0.0}"),
              file("charts/cache/values.yaml", "size: 9\n")));

  @Test
  void tellsFileAndLineOfDefaults() {
    assertEquals(
        """
        cache.enabled = false <- shop/values.yaml:13
        database.port = 5432.0 <- shop/charts/db/values.yaml:4 api.port
        dotted\\.key = 1.0 <- shop/values.yaml:14
        empty = {} <- shop/values.yaml:9
        global.region = "eu" <- shop/values.yaml:10
        gone = "x" <- shop/values.yaml:8
        image.name = "shop" <- shop/values.yaml:4
        image.tag = "v1" <- shop/values.yaml:5
        list[0] = "a" <- shop/values.yaml:6
        list[1] = "b" <- shop/values.yaml:7
        replicas = 2.0 <- shop/values.yaml:16
        store.api.port = 5432.0 <- shop/charts/db/values.yaml:4 api.port
        store.global.region = "eu" <- shop/values.yaml:10 global.region
        store.name = "db" <- shop/charts/db/values.yaml:2 name
        store.size = 5.0 <- shop/values.yaml:12
        """,
        told(List.of()));
  }

  @Test
  void tellsTheLastLayerThatSaidIt() {
    Map<String, Object> inline = new LinkedHashMap<>();
    inline.put("image", Map.of("tag", "v4"));
    List<ValuesOrigins.Layer> layers =
        List.of(
            new ValuesOrigins.Text("common.yaml", "image: {tag: v2}\ngone: null\nlist:\n- c\n"),
            new ValuesOrigins.Text("prod.yaml", "\nimage:\n  tag: v3\ncache: {enabled: true}\n"),
            new ValuesOrigins.Tree("the declaration", inline),
            new ValuesOrigins.Option("--set", "list[1]=d,store.size=7", SetSyntax::set),
            new ValuesOrigins.Option("--set-string", "global.zone=1", SetSyntax::setString));
    assertEquals(
        """
        cache.enabled = true <- prod.yaml:4
        cache.global.region = "eu" <- shop/values.yaml:10 global.region
        cache.global.zone = "1" <- --set-string global.zone=1 global.zone
        cache.size = 9.0 <- shop/charts/cache/values.yaml:1 size
        database.port = 5432.0 <- shop/charts/db/values.yaml:4 api.port
        dotted\\.key = 1.0 <- shop/values.yaml:14
        empty = {} <- shop/values.yaml:9
        global.region = "eu" <- shop/values.yaml:10
        global.zone = "1" <- --set-string global.zone=1
        image.name = "shop" <- shop/values.yaml:4
        image.tag = "v4" <- the declaration
        list[0] = "c" <- common.yaml:4
        list[1] = "d" <- --set list[1]=d,store.size=7
        replicas = 2.0 <- shop/values.yaml:16
        store.api.port = 5432.0 <- shop/charts/db/values.yaml:4 api.port
        store.global.region = "eu" <- shop/values.yaml:10 global.region
        store.global.zone = "1" <- --set-string global.zone=1 global.zone
        store.name = "db" <- shop/charts/db/values.yaml:2 name
        store.size = 7 <- --set list[1]=d,store.size=7
        """,
        told(layers));
  }

  /** What is told are the values that a rendering sees. */
  @Test
  void leavesAreThoseOfARendering() {
    String given = "image: {tag: v2}\ngone: null\ncache: {enabled: true}\nstore: {size: null}\n";
    Map<String, Object> values = ValuesLayers.read(given, "given");
    Chart selected = DependencySelection.select(SHOP, values, warning -> {});
    Map<String, String> expected = new TreeMap<>();
    flatten("", Coalesce.values(selected, values, warning -> {}), expected);
    Map<String, String> leaves = new TreeMap<>();
    ValuesOrigins.of(SHOP, List.of(new ValuesOrigins.Text("given", given)))
        .forEach(leaf -> leaves.put(leaf.path(), Json.print(leaf.value())));
    assertEquals(expected, leaves);
  }

  private static void flatten(String path, Object value, Map<String, String> into) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach(
          (key, item) -> {
            String name = key.toString().replace(".", "\\.");
            flatten(path.isEmpty() ? name : path + "." + name, item, into);
          });
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        flatten(path + "[" + i + "]", list.get(i), into);
      }
    } else {
      into.put(path, Json.print(value));
    }
  }

  private static String told(List<ValuesOrigins.Layer> layers) {
    List<String> lines = new ArrayList<>();
    for (ValuesOrigins.Leaf leaf : ValuesOrigins.of(SHOP, layers)) {
      Origin origin = leaf.origin();
      String value =
          leaf.value() instanceof Number number ? number.toString() : Json.print(leaf.value());
      String from = origin == null || origin.path().equals(leaf.path()) ? "" : " " + origin.path();
      lines.add(leaf.path() + " = " + value + " <- " + origin + from);
    }
    return lines.stream().sorted().collect(Collectors.joining("\n", "", "\n"));
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(UTF_8), null);
  }
}
