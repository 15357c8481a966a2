package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.cli.PlanCommand;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code autohelm plan} says beside an agent on a real cluster, and then comes true. */
@RealCluster
final class PlanIT {
  private static final String CANARY = "kanarienvogel-4711";

  private static final String TEMPLATES =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: {{ .Release.Name }}-settings }
      data:
        word: {{ .Values.word | quote }}
        app.conf: |
          listen 80
          word {{ .Values.word }}
          end
      ---
      apiVersion: v1
      kind: Secret
      metadata: { name: {{ .Release.Name }}-keys }
      stringData: { dsn: "db://{{ .Values.dsn }}" }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: {{ .Release.Name }} }
      spec:
        selector: { app: shop }
        ports: {{ toJson .Values.ports }}
      {{- if .Values.extra }}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: {{ .Release.Name }}-extra }
      data: { note: {{ .Values.dsn | quote }} }
      {{- end }}
      {{- if .Values.old }}
      ---
      apiVersion: v1
      kind: Endpoints
      metadata: { name: {{ .Release.Name }}-old }
      {{- end }}
      """;

  private static final String VALUES =
      """
      word: first
      dsn: %s
      extra: true
      old: false
      ports: [ { name: http, port: 80 } ]
      """
          .formatted(CANARY);

  private final Map<String, String> files =
      new LinkedHashMap<>(chart("shop", VALUES, Map.of("all.yaml", TEMPLATES)));

  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void tellsWhatASyncWouldDoAndWhy(TestCluster cluster) throws IOException {
    String namespace = cluster.createNamespace();
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      files.put("apps/shop.yaml", declaration(namespace, "shop", "charts/shop", ""));
      files.put("apps/gone.yaml", declaration(namespace, "gone", "charts/shop", ""));
      agent.push(files);
      agent.start(settings -> settings.withState(namespace, "orders"));
      agent.awaitDeployed(namespace, "shop", 1);
      agent.awaitDeployed(namespace, "gone", 1);
      String source = agent.release(namespace, "shop").path("source").asText();
      agent.stop();
      assertEquals(0, plan(cluster, agent, source, PlanCommand.Output.TEXT, new StringWriter()));

      files.remove("apps/gone.yaml");
      agent.repository().delete("apps/gone.yaml");
      files.put("charts/shop/values.yaml", VALUES.replace("old: false", "old: true"));
      files.put(
          "apps/shop.yaml",
          declaration(
              namespace,
              "shop",
              "charts/shop",
              """
              windows: [ { kind: deny, schedule: "* * * * *", duration: 1h } ]
              values:
                word: second
                dsn: kanarienvogel-4712
                extra: false
                ports: [ { name: admin, port: 9000 }, { name: http, port: 81 } ]
              """));
      files.put(
          "apps/bad.yaml",
          declaration(namespace, "bad", "charts/shop", "values: { ports: [ { port: many } ] }"));
      agent.push(files);

      StringWriter json = new StringWriter();
      assertEquals(2, plan(cluster, agent, source, PlanCommand.Output.JSON, json));
      JsonNode plan = new ObjectMapper().readTree(json.toString());
      assertEquals(3, plan.path("summary").path("releases").asInt(), json::toString);
      assertEquals(1, plan.path("summary").path("errors").asInt(), json::toString);
      JsonNode shop = find(plan.path("releases"), "name", "shop");
      assertEquals("upgrade", shop.path("action").asText());
      assertEquals("wait-for-window", shop.path("waits").path(0).path("for").asText());
      assertEquals("shop-1.2.3", shop.path("chart").path("before").asText());
      assertEquals(2, shop.path("revision").asInt());
      assertTrue(shop.path("digest").asText().startsWith("sha256:"));
      JsonNode word = find(shop.path("values"), "path", "word");
      assertEquals("\"first\"", word.path("before").asText());
      assertEquals("\"second\"", word.path("after").asText());
      assertTrue(word.path("origin").asText().matches("apps/shop.yaml:[0-9]+"), word::toString);
      assertEquals(
          "charts/shop/values.yaml:4",
          find(shop.path("values"), "path", "old").path("origin").asText());
      assertEquals("(hidden)", find(shop.path("values"), "path", "dsn").path("after").asText());
      JsonNode settings = find(shop.path("objects"), "name", "shop-settings");
      assertEquals("changed", settings.path("change").asText());
      JsonNode conf = find(settings.path("fields"), "path", "/data/app.conf");
      assertTrue(conf.path("lines").toString().contains("+word second"), conf::toString);
      JsonNode service = find(shop.path("objects"), "kind", "Service");
      assertEquals(
          "81",
          find(service.path("fields"), "path", "/spec/ports/[name=http]/port")
              .path("after")
              .asText());
      assertEquals(
          "removed", find(shop.path("objects"), "name", "shop-extra").path("change").asText());
      JsonNode keys = find(shop.path("objects"), "name", "shop-keys");
      assertEquals(
          "(hidden)", find(keys.path("fields"), "path", "/data/dsn").path("after").asText());
      JsonNode warning = find(shop.path("warnings"), "kind", "api-deprecated");
      assertTrue(
          warning.path("message").asText().contains("use discovery.k8s.io/v1 EndpointSlice"),
          warning::toString);
      JsonNode gone = find(plan.path("releases"), "name", "gone");
      assertEquals("uninstall", gone.path("action").asText());
      assertEquals(4, gone.path("objects").size(), gone::toString);
      JsonNode bad = find(plan.path("releases"), "name", "bad");
      assertTrue(bad.path("error").asText().startsWith("apps/bad.yaml:"), bad::toString);
      assertEquals(1, err.toString().lines().count(), err::toString);

      StringWriter text = new StringWriter();
      StringWriter markdown = new StringWriter();
      plan(cluster, agent, source, PlanCommand.Output.TEXT, text);
      plan(cluster, agent, source, PlanCommand.Output.MARKDOWN, markdown);
      assertTrue(text.toString().contains("plan " + shop.path("digest").asText()), text::toString);
      assertTrue(markdown.toString().contains("+word second"), markdown::toString);
      for (StringWriter said : List.of(json, text, markdown, err)) {
        assertFalse(said.toString().contains("kanarienvogel"), said::toString);
      }
    }
  }

  private int plan(
      TestCluster cluster,
      RunningAgent agent,
      String source,
      PlanCommand.Output output,
      StringWriter out) {
    err.getBuffer().setLength(0);
    return new PlanRun(
            new PlanCommand.Request(
                    agent.repository().folder().toString(),
                    "main",
                    "",
                    Map.of("environment", "test"),
                    source,
                    cluster.kubeconfig(),
                    null,
                    null,
                    "")
                .in(output),
            new PrintWriter(out),
            new PrintWriter(err))
        .run();
  }

  private static JsonNode find(JsonNode list, String key, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(item -> item.path(key).asText().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + key + " " + value + " in " + list));
  }
}
