package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.agent.cli.PlanCommand;
import io.autohelm.agent.reconcile.Limits;
import io.autohelm.agent.reconcile.Rules;
import io.autohelm.agent.testing.Program;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When, in what order and with whose consent an agent acts on a real cluster. */
@RealCluster
@RealHelm
final class FlowIT {
  private static final String MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: {{ .Release.Name }} }
      data: { word: {{ .Values.word | quote }} }
      """;

  private final Map<String, String> files =
      new LinkedHashMap<>(chart("map", "word: first\n", Map.of("map.yaml", MAP)));

  @TempDir private Path folder;
  private TestCluster cluster;
  private String namespace;

  @BeforeEach
  void namespace(TestCluster cluster) {
    this.cluster = cluster;
    namespace = cluster.createNamespace();
  }

  private RunningAgent start(RunningAgent agent) {
    return agent.start(settings -> settings.withState(namespace, "orders"));
  }

  private void declare(String name, String spec) {
    files.put("apps/" + name + ".yaml", declaration(namespace, name, "charts/map", spec));
  }

  private String said(String name) {
    ConfigMap map = cluster.client().configMaps().inNamespace(namespace).withName(name).get();
    return map == null ? "nothing" : map.getData().get("word");
  }

  private void awaitAction(RunningAgent agent, String name, String action, String reason) {
    agent.until(
        name + ": " + action + " " + reason,
        () -> {
          JsonNode view = agent.release(namespace, name);
          return view.path("action").asText().equals(action)
              && view.path("reason").asText().contains(reason);
        });
  }

  /** A window that denies, that began some minutes ago and ends in some seconds. */
  private static String closedUntil(Instant end) {
    ZonedDateTime start =
        end.minusSeconds(120).atZone(ZoneOffset.UTC).withSecond(0).withNano(0).minusMinutes(1);
    long seconds = end.getEpochSecond() - start.toEpochSecond();
    return "windows: [ { kind: deny, schedule: \"%d %d * * *\", duration: %ds } ]"
        .formatted(start.getMinute(), start.getHour(), seconds);
  }

  @Test
  void changesWaitForTheirWindowAndAreMadeWhenItOpens() {
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      Instant opens = Instant.now().plusSeconds(12).truncatedTo(ChronoUnit.SECONDS);
      String slow = "interval: 1h\n" + closedUntil(opens);
      files.put(
          "apps/night.yaml",
          declaration(namespace, "night", "charts/map", slow).replace("  interval: 1s\n", ""));
      declare("day", "");
      agent.push(files);
      start(agent);
      awaitAction(agent, "night", "wait-for-window", "opens at ");
      agent.awaitDeployed(namespace, "day", 1);
      assertEquals("nothing", said("night"));
      assertEquals("waiting", agent.release(namespace, "night").path("health").asText());
      // Far within the interval of an hour.
      agent.awaitDeployed(namespace, "night", 1);
      assertTrue(!Instant.now().isBefore(opens));
    }
  }

  @Test
  void whatIsSuspendedByHandIsLeftAloneAlsoByTheNextProcess() {
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      declare("shop", "");
      agent.push(files);
      start(agent);
      agent.awaitDeployed(namespace, "shop", 1);
      Resource<ConfigMap> orders =
          cluster.client().configMaps().inNamespace(namespace).withName("orders");
      cluster
          .client()
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("orders")
                  .withNamespace(namespace)
                  .endMetadata()
                  .addToData("suspend." + namespace + ".shop", "we look into it")
                  .build())
          .create();
      awaitAction(agent, "shop", "suspend", "we look into it");
      agent.stop();
      declare("shop", "values: { word: second }");
      agent.push(files);
      start(agent);
      awaitAction(agent, "shop", "suspend", "we look into it");
      assertEquals("first", said("shop"));
      assertEquals("", ordered(0, "resume", namespace + "/shop"));
      agent.awaitDeployed(namespace, "shop", 2);
      assertEquals("second", said("shop"));
      // A request is done once, and then forgotten.
      assertEquals(
          "",
          ordered(
              0,
              "reconcile",
              "shop",
              "-n",
              namespace,
              "--wait",
              "--agent",
              agent.address().toString()));
      Map<String, String> data = orders.get().getData();
      assertTrue(data == null || data.isEmpty(), () -> data.toString());
      assertEquals("", ordered(0, "suspend", "shop", "-n", namespace, "--reason", "by a command"));
      awaitAction(agent, "shop", "suspend", "by a command");
    }
    String said = ordered(1, "reconcile", "shop", "-n", namespace, "--wait", "--timeout", "1s");
    assertTrue(said.contains("no agent has taken the order within 1 s"), said);
    assertTrue(ordered(2, "approve", "latest").contains("expected a digest"));
  }

  @Test
  void whatIsRolledBackByAnOrderStaysUntilGitSaysSomethingElse() {
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      declare("shop", "");
      agent.push(files);
      start(agent);
      agent.awaitDeployed(namespace, "shop", 1);
      declare("shop", "values: { word: second }");
      agent.push(files);
      agent.awaitDeployed(namespace, "shop", 2);
      assertEquals("", ordered(0, "revert", "shop", "-n", namespace, "--reason", "too slow"));
      awaitAction(agent, "shop", "held-back", "Rolled back to 1");
      assertEquals("first", said("shop"));
      assertEquals("rolled-back", agent.release(namespace, "shop").path("health").asText());
      agent.stop();
      start(agent);
      awaitAction(agent, "shop", "held-back", "too slow");
      assertEquals(3, agent.release(namespace, "shop").path("revision").asInt());
      // A whole source is left alone, also when something else is declared.
      String source = agent.release(namespace, "shop").path("source").asText();
      assertEquals("", ordered(0, "suspend", "--source", source, "--reason", "a move"));
      awaitAction(agent, "shop", "suspend", "a move");
      declare("shop", "values: { word: third }");
      agent.push(files);
      assertEquals("", ordered(0, "reconcile", "--source", source, "--wait"));
      assertEquals("first", said("shop"));
      assertEquals("", ordered(0, "resume", "--source", source));
      agent.awaitDeployed(namespace, "shop", 4);
      assertEquals("third", said("shop"));
    }
    assertTrue(ordered(2, "suspend").contains("either a RELEASE or --source"));
  }

  /** Runs a command of the packaged program on the agent's orders; gives what it complains of. */
  private String ordered(int exitCode, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--agent-namespace",
            namespace,
            "--state",
            "orders",
            "--kubeconfig",
            cluster.kubeconfig().toString()));
    Program.Run run = Program.run(all.toArray(String[]::new));
    assertEquals(exitCode, run.exitCode(), run::stderr);
    return run.stderr();
  }

  @Test
  void wavesAndDependenciesSetTheOrderBothWays() {
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      declare("last", "wave: 2");
      declare("middle", "wave: 1\ndependsOn: [ { name: base, version: \">=1.2 <2\" } ]");
      declare("base", "");
      declare("picky", "dependsOn: [ { name: base, version: \">=2\" } ]\nwave: 3");
      agent.push(files);
      start(agent);
      agent.awaitDeployed(namespace, "last", 1);
      awaitAction(agent, "picky", "wait-for-dependency", "version 1.2.3, but >=2 is needed");
      assertTrue(made("base").compareTo(made("middle")) <= 0);
      assertTrue(made("middle").compareTo(made("last")) <= 0);
      assertNull(cluster.client().configMaps().inNamespace(namespace).withName("picky").get());
      agent.repository().delete("apps/picky.yaml");
      agent.repository().delete("apps/base.yaml");
      // Somebody depends on it still: it waits for nobody declared any more, but stays as it is.
      agent.until("base is gone", () -> said("base").equals("nothing"));
      assertEquals("first", said("middle"));
      // What leaves while no agent runs is gone after the next start, too: who is needed last.
      String needs = "dependsOn: [ { name: alpha } ]";
      agent.push(
          Map.of(
              "apps/alpha.yaml", declaration(namespace, "alpha", "charts/map", ""),
              "apps/zulu.yaml", declaration(namespace, "zulu", "charts/map", needs)));
      agent.awaitDeployed(namespace, "zulu", 1);
      agent.stop();
      for (String name : List.of("last", "middle", "alpha", "zulu")) {
        agent.repository().delete("apps/" + name + ".yaml");
      }
      agent.push(Map.of("apps/shop.yaml", declaration(namespace, "shop", "charts/map", "")));
      start(agent);
      agent.awaitDeployed(namespace, "shop", 1);
      agent.until(
          "all are gone",
          () ->
              Stream.of("last", "middle", "alpha", "zulu")
                  .allMatch(name -> said(name).equals("nothing")));
    }
  }

  @Test
  void whatIsBeingDoneIsShownMeanwhile() {
    // Nobody binds this claim, so that the Pod is never ready.
    String pod =
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: {{ .Release.Name }} }
        spec:
          storageClassName: none
          accessModes: [ReadWriteOnce]
          resources: { requests: { storage: 1Mi } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: {{ .Release.Name }} }
        spec:
          volumes: [ { name: v, persistentVolumeClaim: { claimName: {{ .Release.Name }} } } ]
          containers: [ { name: c, image: busybox } ]
        """;
    files.putAll(chart("slow", "word: a\n", Map.of("pod.yaml", pod)));
    files.put("apps/slow.yaml", declaration(namespace, "slow", "charts/slow", ""));
    declare("later", "dependsOn: [ { name: slow } ]");
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      agent.push(files);
      start(agent);
      awaitAction(agent, "slow", "install", "not installed yet");
      assertEquals("progressing", agent.release(namespace, "slow").path("health").asText());
      assertEquals("absent", agent.release(namespace, "slow").path("state").asText());
      awaitAction(agent, "later", "wait-for-dependency", "slow: not deployed yet");
      agent.repository().delete("apps/slow.yaml");
      agent.until(
          "slow is given up",
          () -> agent.release(namespace, "slow").path("action").isMissingNode());
    }
  }

  @Test
  void whatHoldsDataAndWholeSourcesGoOnlyAfterSomebodyAgreed() {
    String claim =
        """
        {{- if .Values.claim }}
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: {{ .Release.Name }} }
        spec:
          accessModes: [ReadWriteOnce]
          resources: { requests: { storage: 1Mi } }
        {{- end }}
        """;
    files.putAll(chart("data", "word: a\nclaim: true\n", Map.of("map.yaml", MAP, "c.yaml", claim)));
    files.put(
        "apps/data.yaml", declaration(namespace, "data", "charts/data", "disableWait: true\n"));
    declare("shop", "");
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      agent.push(files);
      start(agent, Limits.STANDARD);
      agent.awaitDeployed(namespace, "data", 1);
      agent.awaitDeployed(namespace, "shop", 1);
      // An upgrade that would remove the claim.
      files.put(
          "apps/data.yaml",
          declaration(
              namespace, "data", "charts/data", "disableWait: true\nvalues: { claim: false }"));
      agent.push(files);
      String wanted = "to upgrade would remove PersistentVolumeClaim/" + namespace + "/data";
      awaitAction(agent, "data", "wait-for-confirmation", wanted);
      files.put("apps/consent.yaml", consent(digest(agent, "data")));
      agent.push(files);
      agent.awaitDeployed(namespace, "data", 2);
      // A source that comes to nothing.
      agent.repository().delete("apps/data.yaml");
      agent.until(
          "data is gone", () -> agent.release(namespace, "data").path("action").isMissingNode());
      agent.repository().delete("apps/shop.yaml");
      awaitAction(agent, "shop", "frozen", "declares nothing any more");
      String digest = digest(agent, "shop");
      agent.stop();
      start(agent, Limits.STANDARD);
      awaitAction(agent, "shop", "frozen", digest);
      assertEquals("first", said("shop"));
      agent.push(Map.of("apps/consent.yaml", consent(digest)));
      agent.until("shop is gone", () -> said("shop").equals("nothing"));
    }
  }

  @Test
  void onlyThePlanThatSomebodyAgreedToIsCarriedOut() throws Exception {
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      declare("shop", "approval: required");
      agent.push(files);
      start(agent);
      awaitAction(agent, "shop", "wait-for-approval", "to install");
      String first = digest(agent, "shop");
      assertTrue(plan(agent).contains("plan " + first), () -> plan(agent));
      declare("shop", "approval: required\napprovedPlan: " + first);
      agent.push(files);
      agent.awaitDeployed(namespace, "shop", 1);
      // Other inputs, another plan: what was agreed to is of no use any more.
      declare("shop", "approval: required\napprovedPlan: " + first + "\nvalues: { word: second }");
      agent.push(files);
      awaitAction(agent, "shop", "wait-for-approval", "to upgrade");
      assertEquals("first", said("shop"));
      assertEquals("", ordered(0, "approve", digest(agent, "shop"), "--reason", "looks good"));
      agent.awaitDeployed(namespace, "shop", 2);
      // Drift from what was agreed to is put right without asking.
      cluster.client().configMaps().inNamespace(namespace).withName("shop").delete();
      agent.until("it is back", () -> said("shop").equals("second"));
    }
  }

  @Test
  void aRenamedReleaseKeepsItsHistoryAndItsObjects(TestHelm helm) {
    String both =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: shared }
        data: { word: {{ .Release.Name }} }
        ---
        """
            + MAP;
    files.putAll(chart("map", "word: first\n", Map.of("map.yaml", both)));
    String target = cluster.createNamespace();
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      declare("before", "");
      declare("stays", "deletionPolicy: Orphan\nvalues: { word: kept }");
      files.put(
          "apps/stays.yaml", files.get("apps/stays.yaml").replace("charts/map", "charts/plain"));
      files.putAll(chart("plain", "word: first\n", Map.of("map.yaml", MAP)));
      agent.push(files);
      start(agent, Limits.STANDARD);
      agent.awaitDeployed(namespace, "before", 1);
      agent.awaitDeployed(namespace, "stays", 1);
      String shared = uid(namespace, "shared");
      // Another name: what bears the same name is the same object, what does not is made anew.
      agent.repository().delete("apps/stays.yaml");
      agent.push(
          Map.of(
              "apps/before.yaml",
              declaration(namespace, "after", "charts/map", "movedFrom: { name: before }")));
      agent.awaitDeployed(namespace, "after", 2);
      assertEquals(shared, uid(namespace, "shared"));
      assertEquals("after", said("shared"));
      assertEquals("nothing", said("before"));
      assertEquals(
          List.of("after", "stays"),
          helm.helm4("list", "-n", namespace, "-q").ok().lines().toList());
      assertEquals(
          2,
          helm.helm3("history", "after", "-n", namespace, "-o", "json")
                  .ok()
                  .split("revision")
                  .length
              - 1);
      assertEquals("kept", said("stays"));
      // Another namespace: everything is made there, and then removed here.
      agent.push(
          Map.of(
              "apps/before.yaml",
              declaration(
                  target, "after", "charts/map", "movedFrom: { namespace: " + namespace + " }")));
      agent.awaitDeployed(target, "after", 3);
      agent.until("it is gone here", () -> said("shared").equals("nothing"));
      assertEquals("nothing", said("after"));
      assertEquals("stays\n", helm.helm4("list", "-n", namespace, "-q").ok());
      assertEquals("after\n", helm.helm3("list", "-n", target, "-q").ok());
      assertTrue(!uid(target, "shared").isEmpty());
      // Another name whose upgrade waits, then taken from Git: what was taken over goes with it.
      agent.push(
          Map.of(
              "apps/other.yaml",
              declaration(target, "other", "charts/plain", ""),
              "apps/before.yaml",
              declaration(
                  target, "last", "charts/map", "movedFrom: { name: after }\napproval: required")));
      agent.until(
          "it is carried on",
          () -> helm.helm4("list", "-n", target, "-q").ok().equals("last\nother\n"));
      agent.repository().delete("apps/before.yaml");
      agent.push(Map.of());
      agent.until(
          "it is gone", () -> helm.helm4("list", "-n", target, "-q").ok().equals("other\n"));
      assertNull(cluster.client().configMaps().inNamespace(target).withName("shared").get());
    }
  }

  private String uid(String in, String name) {
    return cluster
        .client()
        .configMaps()
        .inNamespace(in)
        .withName(name)
        .get()
        .getMetadata()
        .getUid();
  }

  private String plan(RunningAgent agent) {
    StringWriter text = new StringWriter();
    new PlanRun(
            new PlanCommand.Request(
                agent.repository().folder().toString(),
                "main",
                "",
                Map.of("environment", "test"),
                null,
                cluster.kubeconfig(),
                null,
                null,
                ""),
            new PrintWriter(text),
            new PrintWriter(text))
        .run();
    return text.toString();
  }

  private void start(RunningAgent agent, Limits limits) {
    agent.start(
        settings ->
            settings
                .withState(namespace, "orders")
                .withRules(new Rules(List.of(), Map.of(), limits)));
  }

  private String digest(RunningAgent agent, String name) {
    Matcher digest =
        Pattern.compile("sha256:[0-9a-f]{64}")
            .matcher(agent.release(namespace, name).path("reason").asText());
    assertTrue(digest.find());
    return digest.group();
  }

  private static String consent(String digest) {
    return "apiVersion: autohelm.io/v1\nkind: Consent\nmetadata: { name: yes-please }\n"
        + "spec: { digests: [ \"%s\" ] }\n".formatted(digest);
  }

  @Test
  void whatIsDeployedButNotReadyIsWaitedFor() {
    String work =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{ .Release.Name }} }
        spec:
          selector: { matchLabels: { app: {{ .Release.Name }} } }
          template:
            metadata:
              labels: { app: {{ .Release.Name }} }
              annotations: { testbed.autohelm.io/outcome: {{ .Values.outcome | quote }} }
            spec: { containers: [ { name: web, image: nginx } ] }
        """;
    files.putAll(chart("work", "outcome: hang\n", Map.of("work.yaml", work)));
    files.put("apps/db.yaml", declaration(namespace, "db", "charts/work", "disableWait: true"));
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      agent.push(files);
      start(agent);
      agent.until(
          "db is deployed",
          () -> agent.release(namespace, "db").path("state").asText().equals("deployed"));
      agent.until(
          "db is known not to be ready",
          () -> agent.release(namespace, "db").toString().contains("progressing"));
      declare("shop", "dependsOn: [ { name: db } ]");
      declare("hasty", "dependsOn: [ { name: db, condition: deployed } ]");
      agent.push(files);
      awaitAction(agent, "shop", "wait-for-dependency", "/db: deployed, but not ready");
      agent.awaitDeployed(namespace, "hasty", 1);
      files.putAll(chart("work", "outcome: ready\n", Map.of("work.yaml", work)));
      agent.push(files);
      agent.awaitDeployed(namespace, "shop", 1);
    }
  }

  private String made(String name) {
    return cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName(name)
        .get()
        .getMetadata()
        .getCreationTimestamp();
  }
}
