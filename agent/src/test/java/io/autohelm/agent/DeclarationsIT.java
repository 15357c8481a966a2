package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.autohelm.agent.testing.StaticFiles;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What declarations may say, on a real API server with real Git. */
@RealCluster
@RealHelm
final class DeclarationsIT {
  private static final String NOTE =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: {{ .Release.Name }} }
      data:
        said: {{ .Values.said | quote }}
        length: {{ .Values.db.password | len | quote }}
      """;

  /** Refuses a password with a dash, and quotes it. */
  private static final String SCHEMA =
      """
      { "properties": { "db": { "properties": { "password": { "pattern": "^[a-z0-9]*$" } } } } }
      """;

  @TempDir Path folder;

  private final TestCluster cluster;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private RunningAgent agent;
  private String namespace;

  DeclarationsIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() {
    namespace = cluster.createNamespace();
    log.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
    agent = new RunningAgent(cluster, folder);
  }

  @AfterEach
  void stop() {
    agent.close();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
  }

  private static Map<String, String> note() {
    Map<String, String> files =
        new LinkedHashMap<>(
            chart("note", "said: hello\ndb: { password: \"\" }\n", Map.of("note.yaml", NOTE)));
    files.put("charts/note/values.schema.json", SCHEMA);
    return files;
  }

  /** A declaration that only a change makes looked at again. */
  private String quiet(String name, String spec) {
    return declaration(namespace, name, "charts/note", spec)
        .replace("interval: 1s", "interval: 1h");
  }

  private void keys(String password) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("keys")
            .withNamespace(namespace)
            .endMetadata()
            .addToStringData("password", password)
            .build();
    cluster.client().resource(secret).serverSideApply();
  }

  private Map<String, String> said(String name) {
    ConfigMap map = cluster.client().configMaps().inNamespace(namespace).withName(name).get();
    return map == null ? Map.of() : map.getData();
  }

  private String error(String name) {
    return agent.release(namespace, name).path("error").asText("");
  }

  @Test
  void valuesOfTheClusterAreWatchedAndNeverTold() {
    Map<String, String> files = note();
    String spec =
        """
        valuesFrom:
          - { kind: Secret, name: keys, valuesKey: password, targetPath: db.password, literal: true }
          - { kind: ConfigMap, name: words, optional: true }
        """;
    files.put("apps/shop.yaml", quiet("shop", spec));
    agent.push(files);
    agent.start();
    agent.until("the missing Secret is named", () -> !error("shop").isEmpty());
    assertEquals(
        "apps/shop.yaml:11:7: spec.valuesFrom[0]: Secret " + namespace + "/keys does not exist",
        error("shop"));

    keys("canary4711one");
    agent.awaitDeployed(namespace, "shop", 1);
    assertEquals(Map.of("said", "hello", "length", "13"), said("shop"));

    cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .resource(
            new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("words")
                .endMetadata()
                .addToData("values.yaml", "said: welcome")
                .build())
        .create();
    agent.awaitDeployed(namespace, "shop", 2);
    assertEquals("welcome", said("shop").get("said"));

    keys("canary4711-refused-by-the-schema");
    agent.until("the schema refuses the password", () -> !error("shop").isEmpty());
    assertTrue(error("shop").contains("/db/password"), error("shop"));
    assertTrue(error("shop").contains("(hidden)"), error("shop"));
    assertTrue(
        error("shop").endsWith("\nSecret " + namespace + "/keys key password: sets db.password"),
        error("shop"));
    assertEquals("13", said("shop").get("length"));

    keys("canary4711three");
    agent.awaitDeployed(namespace, "shop", 3);
    assertEquals("15", said("shop").get("length"));

    cluster.client().secrets().inNamespace(namespace).withName("keys").delete();
    agent.until("the deleted Secret is missed", () -> error("shop").contains("does not exist"));
    assertEquals("15", said("shop").get("length"));

    nothingIsTold();
  }

  private void nothingIsTold() {
    for (String path : List.of("/", "/api/v1/releases", "/api/v1/sources", "/metrics")) {
      assertFalse(agent.get(path).contains("canary"), path);
    }
    for (ILoggingEvent event : List.copyOf(log.list)) {
      assertFalse(event.getFormattedMessage().contains("canary"), event.getFormattedMessage());
    }
  }

  @Test
  void aReleaseSetFollowsTheFilesOfItsGenerator() {
    Map<String, String> files = note();
    files.put("shops/north.yaml", "greeting: the north\n");
    files.put("shops/south.yaml", "greeting: the south\n");
    files.put(
        "apps/shops.yaml",
        """
        apiVersion: autohelm.io/v1
        kind: ReleaseSet
        metadata: { name: shops }
        spec:
          generators: [ { files: { glob: "shops/*.yaml" } } ]
          template:
            metadata: { name: "shop-{{ file.name }}", namespace: %s }
            spec:
              chart: { path: charts/note }
              values: { said: "{{ words.from }} {{ item.greeting }}, {{ environment }}" }
        """
            .formatted(namespace));
    files.put("environments/production.yaml", "words: { from: made in }\n");
    agent.push(files);
    agent.in("production").start();
    agent.awaitDeployed(namespace, "shop-north", 1);
    agent.awaitDeployed(namespace, "shop-south", 1);
    assertEquals("made in the south, production", said("shop-south").get("said"));

    agent.repository().delete("shops/north.yaml");
    agent.push(Map.of("shops/south.yaml", "greeting: the deep south\n"));
    agent.awaitDeployed(namespace, "shop-south", 2);
    agent.until("the shop is closed", () -> said("shop-north").isEmpty());

    agent.push(Map.of("environments/production.yaml", "words: ["));
    agent.until(
        "the broken environment is told",
        () -> agent.sourceView().at("/problems/0").asText().startsWith("environments/production"));
    assertTrue(agent.isDeployed(namespace, "shop-south", 2));

    agent.push(
        Map.of(
            "environments/production.yaml",
            "words: { from: made in }\n",
            "shops/south.yaml",
            "- no table\n"));
    agent.until(
        "the broken file is told",
        () ->
            agent.sourceView().at("/problems/0").asText().startsWith("apps/shops.yaml:5:34: spec"));
    assertTrue(agent.isDeployed(namespace, "shop-south", 2));
  }

  @Test
  void aDeclaredRepositoryHasItsCredentialsInTheCluster(TestHelm helm) throws Exception {
    Path charts = Files.createDirectories(folder.resolve("served"));
    Path chart = RunningAgent.onDisk(folder.resolve("made"), note()).resolve("charts/note");
    helm.helm4("package", chart.toString(), "-d", charts.toString()).ok();
    helm.helm4("repo", "index", charts.toString()).ok();
    try (StaticFiles served = StaticFiles.of(charts, "bot:canary4711login")) {
      Map<String, String> files = new LinkedHashMap<>();
      files.put(
          "repositories/team.yaml",
          """
          apiVersion: autohelm.io/v1
          kind: Repository
          metadata: { name: team, namespace: %s }
          spec:
            url: %s
            secretRef: { name: login }
            interval: 1s
          """
              .formatted(namespace, served.url()));
      String release =
          quiet("shop", "values: { said: served }")
              .replace("chart: { path: charts/note }", "chart: { repository: team, name: note }");
      files.put("apps/shop.yaml", release);
      login("bot", "canary4711wrong");
      agent.push(files);
      agent.start();
      agent.until("the password is refused", () -> error("shop").contains("401"));
      login("bot", "canary4711login");
      agent.push(Map.of("apps/shop.yaml", release.replace("served", "served to bots")));
      agent.awaitDeployed(namespace, "shop", 1);
      assertEquals("served to bots", said("shop").get("said"));

      agent.push(Map.of("apps/shop.yaml", release.replace("repository: team", "repository: tem")));
      agent.until(
          "the unknown name is told", () -> agent.sourceView().path("problems").size() == 1);
      assertTrue(
          agent.sourceView().at("/problems/0").asText().endsWith("did you mean team?"),
          agent.sourceView().toString());
      nothingIsTold();
    }
  }

  private void login(String username, String password) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("login")
            .withNamespace(namespace)
            .endMetadata()
            .addToStringData("username", username)
            .addToStringData("password", password)
            .build();
    cluster.client().resource(secret).serverSideApply();
  }

  @Test
  void whateverIsWrittenTheLastGoodStateStaysInForce() {
    Map<String, String> files = note();
    files.put("apps/shop.yaml", quiet("shop", "values: { said: good }"));
    files.put("apps/bank.yaml", quiet("bank", "values: { said: good }"));
    agent.push(files);
    agent.start();
    agent.awaitDeployed(namespace, "shop", 1);
    agent.awaitDeployed(namespace, "bank", 1);
    int round = 1;
    for (String hostile :
        List.of(
            quiet("shop", "values: { said: {{ nothing }} }"),
            quiet("shop", "values: [ &a [ *a ] ]"),
            quiet("shop", "maxHistory: 99999999999999999999"),
            quiet("shop", "install: { timeout: \"\\u0000\\u001b[2J\" }"),
            quiet("shop", "valuesFrom: " + "[".repeat(5000)),
            quiet("shop", "dependsOn: [ { name: shop } ]"),
            quiet("shop", "x".repeat(1000) + ": " + "y".repeat(1_000_000)))) {
      round++;
      agent.push(
          Map.of(
              "apps/shop.yaml",
              hostile,
              "apps/bank.yaml",
              quiet("bank", "values: { said: round-" + round + " }")));
      agent.awaitDeployed(namespace, "bank", round);
      agent.until(
          "one problem of it is told", () -> agent.sourceView().path("problems").size() == 1);
      assertTrue(agent.isDeployed(namespace, "shop", 1));
      assertEquals("good", said("shop").get("said"));
    }
  }
}
