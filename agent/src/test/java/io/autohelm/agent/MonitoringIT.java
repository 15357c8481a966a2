package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.testing.StaticFiles;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.RealPrometheus;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import io.autohelm.engine.testing.TestPrometheus;
import io.autohelm.engine.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts and the dashboard, by a real Prometheus that scrapes a running agent. */
@RealCluster
@RealHelm
@RealPrometheus
final class MonitoringIT {
  private static final Path MONITORING = Path.of("../deploy/monitoring");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTE =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: "{{ .Release.Name }}" }
      data: { greeting: {{ .Values.greeting | default "hello" }} }
      """;

  @TempDir private Path folder;

  @Test
  void theAlertsAreSoundAndDoWhatTheyShould(TestPrometheus prometheus) throws IOException {
    Path alerts = MONITORING.resolve("alerts.yaml");
    TestPrometheus.Result checked = prometheus.promtool("", "check", "rules", alerts.toString());
    assertEquals(0, checked.exit(), checked.output());
    TestPrometheus.Result tested =
        prometheus.promtool("", "test", "rules", MONITORING.resolve("alerts-test.yaml").toString());
    assertEquals(0, tested.exit(), tested.output());

    Map<?, ?> plain = (Map<?, ?>) Yaml.parse(Files.readString(alerts));
    Map<?, ?> wrapped =
        (Map<?, ?>) Yaml.parse(Files.readString(MONITORING.resolve("prometheus-rule.yaml")));
    assertEquals(plain, wrapped.get("spec"));

    String tests = Files.readString(MONITORING.resolve("alerts-test.yaml"));
    String manual = Files.readString(Path.of("../docs/alerts.md"));
    for (String alert : found("alert: (\\w+)", Files.readString(alerts))) {
      assertTrue(tests.contains("alertname: " + alert), alert);
      assertTrue(manual.contains("`" + alert + "`"), alert);
    }
    for (String anchor : found("docs/alerts.md#([-a-z]+)", Files.readString(alerts))) {
      assertTrue(
          manual.toLowerCase(java.util.Locale.ROOT).contains("## " + anchor.replace('-', ' ')),
          anchor);
    }
  }

  private static Set<String> found(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** A repository in which the chart has a newer patch. */
  private Path repository(TestHelm helm) throws IOException {
    Path chart =
        RunningAgent.onDisk(folder.resolve("src"), chart("note", "", Map.of("a.yaml", NOTE)));
    Path repository = Files.createDirectory(folder.resolve("repository"));
    for (String version : List.of("1.0.0", "1.0.1", "1.1.0", "2.0.0")) {
      helm.helm4(
              "package",
              chart.resolve("charts/note").toString(),
              "--version",
              version,
              "-d",
              repository.toString())
          .ok();
    }
    helm.helm4("repo", "index", repository.toString()).ok();
    return repository;
  }

  @Test
  void everyQueryOfTheDashboardHasAnAnswer(
      TestCluster cluster, TestHelm helm, TestPrometheus prometheus) throws IOException {
    String namespace = cluster.createNamespace();
    try (StaticFiles charts = StaticFiles.of(repository(helm));
        RunningAgent agent = new RunningAgent(cluster, folder)) {
      Map<String, String> files = new LinkedHashMap<>();
      files.putAll(chart("note", "", Map.of("note.yaml", NOTE)));
      files.put(
          "apps/note.yaml",
          declaration(namespace, "note", "charts/note", "driftDetection: { mode: warn }"));
      files.put(
          "apps/asked.yaml", declaration(namespace, "asked", "charts/note", "approval: required"));
      files.put(
          "apps/old.yaml",
          declaration(namespace, "old", "charts/note", "")
              .replace(
                  "chart: { path: charts/note }",
                  "chart: { repository: \"" + charts.url() + "\", name: note, version: 1.0.0 }"));
      agent.push(files);
      agent.start();
      agent.awaitDeployed(namespace, "note", 1);
      agent.awaitDeployed(namespace, "old", 1);
      TestPrometheus.Result linted = prometheus.promtool(agent.get("/metrics"), "check", "metrics");
      assertEquals(
          List.of(),
          linted.output().lines().filter(line -> line.contains("autohelm")).toList(),
          linted.output());

      prometheus.start(agent.address().getAuthority(), MONITORING.resolve("alerts.yaml"));
      agent.until("Prometheus scrapes", () -> has(prometheus, "autohelm_queue_length"));
      agent.push(
          Map.of(
              "apps/note.yaml",
              declaration(
                  namespace,
                  "note",
                  "charts/note",
                  "driftDetection: { mode: warn }\nvalues: { greeting: again }")));
      agent.awaitDeployed(namespace, "note", 2);
      cluster
          .client()
          .configMaps()
          .inNamespace(namespace)
          .withName("note")
          .edit(
              note -> {
                note.getData().put("greeting", "bye");
                return note;
              });
      for (String query : queries()) {
        agent.until(query + " has an answer", () -> has(prometheus, query));
      }
      String known = agent.get("/metrics");
      for (JsonNode rule : rules(prometheus)) {
        assertEquals("", rule.path("lastError").asText(), rule.toString());
        for (String metric : found("\\b(autohelm_\\w+)", rule.path("query").asText())) {
          assertTrue(known.contains("\n" + metric), metric);
        }
      }
    }
  }

  /** The dashboard's queries, with what Grafana would put in for its variables. */
  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    JsonNode dashboard = JSON.readTree(MONITORING.resolve("dashboard.json").toFile());
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            target
                .path("expr")
                .asText()
                .replace("$namespace", ".*")
                .replace("$__rate_interval", "1m")
                .replace("$__range", "1h"));
      }
    }
    assertTrue(queries.size() > 20, queries.toString());
    return queries;
  }

  private static boolean has(TestPrometheus prometheus, String query) throws IOException {
    JsonNode answer = JSON.readTree(prometheus.query(query));
    assertTrue(
        answer.path("error").asText().isEmpty(), query + ": " + answer.path("error").asText());
    for (JsonNode sample : answer.at("/data/result")) {
      if (!sample.at("/value/1").asText().equals("NaN")) {
        return true;
      }
    }
    return false;
  }

  private static List<JsonNode> rules(TestPrometheus prometheus) throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    JSON.readTree(prometheus.get("/api/v1/rules")).at("/data/groups/0/rules").forEach(rules::add);
    assertTrue(rules.size() > 5, rules.toString());
    return rules;
  }
}
