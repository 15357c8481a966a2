package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ValuePlaces;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.ReleaseContext;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.render.RenderRequest;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.values.SchemaReach;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Helm's words for values that a schema refuses, and after them who set those values. */
final class RefusedValuesTest {
  private static final String SCHEMA =
      """
      { "additionalProperties": false,
        "properties": {
          "replicas": { "type": "integer" },
          "image": { "properties": { "tag": { "type": "string" } }, "required": [ "name" ] },
          "ports": { "items": { "type": "integer" } },
          "db": {}, "global": {} } }
      """;

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();
  private final ValuePlaces places = new ValuePlaces();

  /** What a release with these values is told. */
  private Set<String> told(String spec) throws Exception {
    Map<String, String> files = new LinkedHashMap<>();
    files.putAll(
        RunningAgent.chart("shop", "image: {}\nports: []\n", Map.of("x.yaml", "# nothing\n")));
    files.put("charts/shop/values.schema.json", SCHEMA);
    files.put("charts/shop/charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n");
    files.put("charts/shop/charts/db/values.yaml", "size: small\nlogs: { days: 7 }\n");
    files.put(
        "charts/shop/charts/db/values.schema.json",
        "{ \"properties\": { \"size\": { \"enum\": [ \"small\", \"large\" ] } } }");
    files.put(
        "values/common.yaml", "# for all\nimage:\n  name: shop\n  tag: 7\ndb:\n  size: huge\n");
    files.put("apps/shop.yaml", RunningAgent.declaration("web", "shop", "charts/shop", spec));
    RunningAgent.onDisk(folder, files);
    FolderSourceFiles source = new FolderSourceFiles(folder);
    DesiredRelease release =
        new DeclarationReader().read(source, "", Map.of(), places).releases().get(0);
    Clock clock = Clock.systemUTC();
    try (ChartShelf shelf =
        ChartShelf.of(
            ChartSettings.NONE, folder.resolve(".data"), Map.of(), clock, warning -> {})) {
      SourceCharts charts = new SourceCharts(source, shelf, ValuesObjects.NONE, () -> places);
      Renderer renderer =
          Renderer.standard(
              clock,
              (context, warning) ->
                  warnings.add(context.namespace() + "/" + context.name() + " " + warning),
              SchemaReach.ITSELF);
      RenderRequest request =
          new RenderRequest(
              charts.chart(release),
              charts.values(release),
              new ReleaseContext("shop", "web", 1, false),
              Capabilities.withoutCluster(),
              Lookup.NOTHING,
              false,
              false);
      RenderException refused = assertThrows(RenderException.class, () -> renderer.render(request));
      String all = charts.told(release, refused);
      String own = String.valueOf(refused.getMessage());
      assertEquals(own, all.substring(0, own.length()), "Helm's words come first");
      return Set.copyOf(all.substring(own.length()).lines().toList());
    }
  }

  @Test
  void theFileAndLineOfEachRefusedValueAreTold() throws Exception {
    assertEquals(
        Set.of(
            "apps/shop.yaml:12: sets replicas",
            "values/common.yaml:4: sets image.tag",
            "apps/shop.yaml:13: sets ports[1]",
            "values/common.yaml:6: sets db.size"),
        told(
            """
            valuesFrom: [ { file: values/common.yaml } ]
            values:
              replicas: many
              ports: [ 1, two ]
            """));
  }

  @Test
  void whatMayNotBeThereAndWhatLacksSomethingAreTold() throws Exception {
    assertEquals(
        Set.of("apps/shop.yaml:11: sets colour", "apps/shop.yaml:12: sets image"),
        told("values:\n  colour: red\n  image:\n    tag: v1\n"));
  }

  @Test
  void aWarningNamesTheRelease() throws Exception {
    told("values:\n  db: { logs: { days: { a: 1 } } }\n  colour: red\n");
    assertTrue(
        warnings.get(0).matches("web/shop warning: destination for .*db.logs.days is a table.*"),
        warnings.toString());
  }
}
