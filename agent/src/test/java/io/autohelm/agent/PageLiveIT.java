package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.agent.testing.RealBrowser;
import io.autohelm.agent.testing.TestBrowser;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page of a real agent: commits, drift and orders, as somebody sees them who watches. */
@RealCluster
@RealBrowser
final class PageLiveIT {
  private static final String TOKEN = "a-token-for-tests-1";
  private static final String CANARY = "canary-8813";
  private static final String NOTE =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: note }
      data: { greeting: "{{ .Values.greeting }}" }
      ---
      apiVersion: v1
      kind: Secret
      metadata: { name: note }
      stringData: { code: "{{ .Values.code }}" }
      """;

  @TempDir private Path folder;

  private static Map<String, String> note(String namespace, String greeting) {
    Map<String, String> files =
        new LinkedHashMap<>(
            chart("note", "greeting: hello\ncode: none\n", Map.of("note.yaml", NOTE)));
    files.put(
        "apps/note.yaml",
        declaration(
            namespace,
            "note",
            "charts/note",
            "driftDetection: { mode: warn }\nvalues:\n  greeting: "
                + greeting
                + "\n  code: "
                + CANARY
                + "\n"));
    return files;
  }

  private static String greeting(KubernetesClient client, String namespace) {
    ConfigMap note = client.configMaps().inNamespace(namespace).withName("note").get();
    return note == null ? "" : note.getData().get("greeting");
  }

  private static void order(TestBrowser browser, String order, CharSequence... keys) {
    browser.until(
        "it can be ordered", () -> browser.find("[data-order=" + order + "]").isEnabled());
    browser.find("[data-order=" + order + "]").click();
    browser.until("a question", () -> browser.all("dialog[open]").size() == 1);
    browser.type(keys).type(Keys.ENTER);
    browser.until("an answer", () -> browser.text("#actions-answer").startsWith("Ordered"));
  }

  @Test
  void whoWatchesSeesItHappenAndMayOrder(TestCluster cluster, TestBrowser browser)
      throws IOException {
    KubernetesClient client = cluster.client();
    String namespace = cluster.createNamespace();
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      agent.push(note(namespace, "one"));
      agent.start(settings -> settings.withToken(token).withState(namespace, "state"));
      agent.awaitDeployed(namespace, "note", 1);
      String path = "/releases/" + namespace + "/note";
      browser.open(agent.address().resolve(path));
      browser.until("it is live", () -> browser.text("#live").equals("Live"));
      browser.until("it is healthy", () -> browser.text("h1 ~ .badge").equals("healthy"));

      agent.push(note(namespace, "two"));
      browser.until("the next revision", () -> browser.text("dl").contains("2, deployed"));

      client
          .configMaps()
          .inNamespace(namespace)
          .withName("note")
          .edit(
              note -> {
                note.getData().put("greeting", "by hand");
                return note;
              });
      browser.until("drift", () -> browser.text("h1 ~ .badge").equals("drifted"));
      browser.until("what is", () -> browser.text(".diff .minus").equals("\"by hand\""));
      assertEquals("\"two\"", browser.text(".diff .plus"));

      browser.find("#sign-in").click();
      browser.type(TOKEN, Keys.TAB, "Ann", Keys.ENTER);
      order(browser, "rollback", "1", Keys.TAB, "two is wrong");
      agent.until("it is rolled back", () -> greeting(client, namespace).equals("one"));
      browser.until("that is told", () -> browser.text("h1 ~ .badge").equals("rolled-back"));
      assertTrue(browser.text("main").contains("Ann (page)"));

      order(browser, "suspend", "a look");
      browser.until("it is suspended", () -> browser.text("h1 ~ .badge").equals("suspended"));
      order(browser, "resume");
      browser.until("it goes on", () -> browser.text("h1 ~ .badge").equals("rolled-back"));
      order(browser, "sync");
      agent.until("what Git says", () -> greeting(client, namespace).equals("two"));

      agent.until(
          "the history tells the commit",
          () -> !history(agent, path).get(0).path("commit").asText().isEmpty());
      JsonNode history = history(agent, path);
      assertEquals(
          agent.sourceView().path("commit").asText(), history.get(0).path("commit").asText());
      JsonNode values = agent.json("/api/v1" + path + "/values");
      JsonNode greeting = value(values, "greeting");
      assertEquals("\"two\"", greeting.at("/layers/0/value").asText());
      assertEquals("apps/note.yaml", greeting.at("/layers/0/source").asText());
      assertTrue(greeting.at("/layers/0/line").asInt() > 8, greeting.toString());
      assertEquals("charts/note/values.yaml", greeting.at("/layers/1/source").asText());
      assertTrue(greeting.at("/layers/1/chartDefault").asBoolean());
      assertEquals("hidden", value(values, "code").at("/layers/0/value").asText());

      browser.open(agent.address().resolve("/sources/" + agent.source()));
      order(browser, "suspend", "all of it");
      browser.until("it says so", () -> browser.text("h1 ~ .badge").equals("suspended"));
      assertTrue(browser.text("main").contains("all of it"));
      order(browser, "resume");
      browser.until("it goes on", () -> !browser.text("h1 ~ .badge").equals("suspended"));

      for (String part : new String[] {"", "/history", "/values"}) {
        browser.open(agent.address().resolve(path + part));
        assertFalse(
            String.valueOf(browser.run("return document.documentElement.outerHTML"))
                .contains(CANARY),
            part);
      }
      for (String part : new String[] {"", "/history", "/values", "/objects", "/drift", "/log"}) {
        assertFalse(agent.get("/api/v1" + path + part).contains(CANARY), part);
      }
    }
  }

  private static JsonNode history(RunningAgent agent, String path) {
    return agent.json("/api/v1" + path + "/history");
  }

  private static JsonNode value(JsonNode values, String path) {
    for (JsonNode value : values) {
      if (value.path("path").asText().equals(path)) return value;
    }
    throw new AssertionError("no value " + path + " in " + values);
  }
}
