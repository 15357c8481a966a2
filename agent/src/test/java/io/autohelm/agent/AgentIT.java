package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent promises, on a real API server, with real Git and real Helm beside it. */
@RealCluster
@RealHelm
final class AgentIT {
  private static final String HELPERS =
      """
      {{- define "shop.labels" -}}
      app: {{ .Release.Name }}
      chart: {{ .Chart.Name }}-{{ .Chart.Version }}
      {{- end }}
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: {{ .Release.Name }}
        labels: {{- include "shop.labels" . | nindent 4 }}
      spec:
        replicas: {{ .Values.replicas }}
        selector:
          matchLabels: { app: {{ .Release.Name }} }
        template:
          metadata:
            labels: {{- include "shop.labels" . | nindent 8 }}
            annotations:
              checksum: {{ .Values.greeting | sha256sum }}
          spec:
            containers:
              - name: web
                image: nginx
                resources: {{- toYaml .Values.resources | nindent 18 }}
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: {{ .Release.Name }}
      spec:
        selector: { app: {{ .Release.Name }} }
        ports:
          - { port: 80, targetPort: 8080 }
      """;

  private static final String GREETING =
      """
      # what is said
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: {{ .Release.Name }}-greeting
      data:
        greeting: {{ .Values.greeting | quote }}
      """;

  private static final String VALUES =
      "replicas: 1\ngreeting: hello\nresources:\n  limits: { cpu: 100m }\n";

  @TempDir private Path folder;
  private KubernetesClient client;
  private TestHelm helm;
  private String namespace;
  private RunningAgent agent;

  @BeforeEach
  void open(TestCluster cluster, TestHelm realHelm) {
    client = cluster.client();
    helm = realHelm;
    namespace = cluster.createNamespace();
    agent = new RunningAgent(cluster, folder);
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private static Map<String, String> shop() {
    Map<String, String> templates = new LinkedHashMap<>();
    templates.put("_helpers.tpl", HELPERS);
    templates.put("deployment.yaml", DEPLOYMENT);
    templates.put("service.yaml", SERVICE);
    templates.put("greeting.yaml", GREETING);
    return chart("shop", VALUES, templates);
  }

  /** A chart with one ConfigMap that says what its values say. */
  private static Map<String, String> note() {
    return chart("note", "greeting: hello\n", Map.of("greeting.yaml", GREETING));
  }

  private ConfigMap greeting(String release) {
    return client.configMaps().inNamespace(namespace).withName(release + "-greeting").get();
  }

  private String said(String release) {
    ConfigMap found = greeting(release);
    return found == null ? "" : found.getData().get("greeting");
  }

  @Test
  void aReleaseFollowsItsRepositoryFromTheFirstCommitToTheLast() throws Exception {
    Map<String, String> files = new LinkedHashMap<>(shop());
    files.put(
        "apps/shop.yaml", declaration(namespace, "shop", "charts/shop", "values: { replicas: 2 }"));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "shop", 1);

    assertTrue(helm.helm4("list", "-A", "-o", "json").ok().contains("\"" + namespace + "\""));
    assertTrue(helm.helm3("list", "-n", namespace).ok().contains("shop-1.2.3"));
    Path chart = RunningAgent.onDisk(folder.resolve("disk"), shop()).resolve("charts/shop");
    String[] template = {
      "template", "shop", chart.toString(), "-n", namespace, "--set", "replicas=2"
    };
    String[] manifest = {"get", "manifest", "shop", "-n", namespace};
    assertEquals(helm.helm4(template).ok().strip(), helm.helm4(manifest).ok().strip());
    // Helm 3 ends documents with one line break less than Helm 4, whose record it reads here.
    assertEquals(helm.helm4(manifest).ok(), helm.helm3(manifest).ok());
    assertEquals(
        helm.helm3(template).ok().strip(),
        helm.helm3(manifest).ok().strip().replace("\n\n---", "\n---"));
    String[] values = {"get", "values", "shop", "-n", namespace};
    assertEquals("USER-SUPPLIED VALUES:\nreplicas: 2\n", helm.helm4(values).ok());
    assertEquals("USER-SUPPLIED VALUES:\nreplicas: 2\n", helm.helm3(values).ok());
    assertEquals(
        2,
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName("shop")
            .get()
            .getStatus()
            .getReadyReplicas());
    assertNotNull(client.services().inNamespace(namespace).withName("shop").get());

    agent.push(
        Map.of(
            "apps/shop.yaml",
            declaration(namespace, "shop", "charts/shop", "values: { greeting: hi }")));
    agent.awaitDeployed(namespace, "shop", 2);
    assertEquals("hi", said("shop"));
    String history = helm.helm4("history", "shop", "-n", namespace).ok();
    assertTrue(history.contains("superseded") && history.contains("deployed"), history);
    assertTrue(helm.helm3("history", "shop", "-n", namespace).ok().contains("Upgrade complete"));

    assertTrue(
        agent.sourceView().path("committed").asText().startsWith("2026-01-01T00:00:0"),
        agent.sourceView().toString());

    agent.repository().delete("charts/shop/templates/service.yaml");
    agent.awaitDeployed(namespace, "shop", 3);
    assertNull(client.services().inNamespace(namespace).withName("shop").get());

    agent.repository().delete("apps/shop.yaml");
    agent.until("the release is gone", () -> agent.release(namespace, "shop").isEmpty());
    assertEquals("", helm.helm3("list", "-n", namespace, "-q", "-a").ok());
    assertNull(greeting("shop"));
    assertNull(client.apps().deployments().inNamespace(namespace).withName("shop").get());
    assertEquals("", agent.metric("autohelm_release_drifted", namespace, "shop"));
  }

  @Test
  void aDeletedObjectComesBackAndTheMetricTells() {
    Map<String, String> files = new LinkedHashMap<>(note());
    files.put(
        "apps/note.yaml",
        declaration(namespace, "note", "charts/note", "").replace("interval: 1s", "interval: 3s"));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "note", 1);
    agent.until("no drift", () -> drifted("note").equals("0.0"));

    client.configMaps().inNamespace(namespace).withName("note-greeting").delete();
    agent.until("drift is seen", () -> drifted("note").equals("1.0"));
    agent.until("the object is back", () -> greeting("note") != null);
    agent.until("drift is over", () -> drifted("note").equals("0.0"));

    ConfigMap edited = greeting("note");
    edited.getData().put("greeting", "bye");
    client.configMaps().inNamespace(namespace).resource(edited).update();
    agent.until("drift is seen", () -> drifted("note").equals("1.0"));
    assertEquals(
        "/data/greeting",
        agent
            .json("/api/v1/releases/" + namespace + "/note/drift")
            .at("/0/fields/0/path")
            .asText());
    agent.until("the field is back", () -> said("note").equals("hello"));
    agent.until("drift is over", () -> drifted("note").equals("0.0"));
    assertTrue(agent.isDeployed(namespace, "note", 1), "putting right makes no revision");
  }

  private String drifted(String release) {
    return agent.metric("autohelm_release_drifted", namespace, release);
  }

  @Test
  void aBrokenFileLeavesItsReleasesAndIsNamedWithItsLine() {
    Map<String, String> files = new LinkedHashMap<>(note());
    files.put("apps/good.yaml", declaration(namespace, "good", "charts/note", ""));
    files.put("apps/bad.yaml", declaration(namespace, "bad", "charts/note", ""));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "good", 1);
    agent.awaitDeployed(namespace, "bad", 1);

    agent.push(
        Map.of(
            "apps/bad.yaml",
            declaration(namespace, "bad", "charts/note", "valeus: { greeting: broken }"),
            "apps/good.yaml",
            declaration(namespace, "good", "charts/note", "values: { greeting: better }")));
    agent.awaitDeployed(namespace, "good", 2);
    agent.until("the problem is told", () -> agent.sourceView().path("problems").size() == 1);
    assertEquals(
        "apps/bad.yaml:10:3: spec.valeus: unknown field; did you mean values?",
        agent.sourceView().at("/problems/0").asText());
    assertEquals("hello", said("bad"));

    agent.push(
        Map.of(
            "apps/bad.yaml",
            declaration(namespace, "bad", "charts/note", ""),
            "charts/note/values.yaml",
            "greeting: mended\n"));
    agent.awaitDeployed(namespace, "bad", 2);
    assertEquals("mended", said("bad"));
  }

  @Test
  void aReleaseThatFailsStopsNeitherOthersNorItself() {
    Map<String, String> files = new LinkedHashMap<>(note());
    files.putAll(
        chart("broken", "", Map.of("x.yaml", "{{ fail \"the chart is not finished\" }}\n")));
    files.putAll(
        chart(
            "refused",
            "",
            Map.of(
                "x.yaml",
                "apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { ports: 5 }\n")));
    files.put("apps/1.yaml", declaration(namespace, "broken", "charts/broken", ""));
    files.put("apps/2.yaml", declaration(namespace, "refused", "charts/refused", ""));
    files.put("apps/3.yaml", declaration(namespace, "note", "charts/note", ""));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "note", 1);
    agent.until(
        "the failures are told",
        () ->
            agent.release(namespace, "broken").path("error").asText().contains("not finished")
                && agent.release(namespace, "refused").path("error").asText().contains("Service"));
    assertEquals("failed", agent.release(namespace, "refused").path("state").asText());
    assertEquals("0.0", agent.metric("autohelm_release_ready", namespace, "broken"));

    agent.push(
        Map.of(
            "charts/broken/templates/x.yaml",
            GREETING,
            "charts/broken/values.yaml",
            "greeting: x\n",
            "charts/refused/templates/x.yaml",
            GREETING,
            "charts/refused/values.yaml",
            "greeting: mended\n"));
    agent.awaitDeployed(namespace, "broken", 1);
    agent.until("refused is mended", () -> said("refused").equals("mended"));
  }

  @Test
  void dependenciesAreDeployedFirst() {
    Map<String, String> files = new LinkedHashMap<>(note());
    files.putAll(chart("slow", "", Map.of("job.yaml", job("slow", "post-install,post-upgrade"))));
    files.put(
        "apps/1.yaml",
        declaration(namespace, "user", "charts/note", "dependsOn: [{ name: base }]"));
    files.put("apps/2.yaml", declaration(namespace, "base", "charts/slow", ""));
    agent.push(files);
    agent.start().until("the hook waits", () -> suspended("slow"));
    agent.until(
        "the user waits",
        () -> agent.release(namespace, "user").path("health").asText().equals("waiting"));
    assertNull(greeting("user"));

    resume("slow");
    agent.awaitDeployed(namespace, "base", 1);
    agent.awaitDeployed(namespace, "user", 1);

    // A change to both: the user waits although what it depends on was deployed before.
    agent.push(
        Map.of(
            "charts/slow/values.yaml", "changed: true\n",
            "charts/note/values.yaml", "greeting: second\n"));
    agent.until("the hook waits again", () -> suspended("slow"));
    agent.until(
        "the user waits again",
        () -> agent.release(namespace, "user").path("health").asText().equals("waiting"));
    assertEquals("hello", said("user"));
    resume("slow");
    agent.awaitDeployed(namespace, "user", 2);
    assertEquals("second", said("user"));
  }

  /** A Job that does not run until somebody resumes it. */
  private static String job(String name, String hook) {
    return """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %s
          annotations: { helm.sh/hook: "%s" }
        spec:
          suspend: true
          template:
            spec:
              restartPolicy: Never
              containers: [{ name: x, image: busybox }]
        """
        .formatted(name, hook);
  }

  private boolean suspended(String job) {
    var found = client.batch().v1().jobs().inNamespace(namespace).withName(job).get();
    return found != null && Boolean.TRUE.equals(found.getSpec().getSuspend());
  }

  private void resume(String job) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(job)
        .edit(
            found -> {
              found.getSpec().setSuspend(false);
              return found;
            });
  }

  @Test
  void hooksRunAndTheirFailureIsTheReleases() {
    String run = job("migrate", "pre-install,pre-upgrade").replace("  suspend: true\n", "");
    String gone =
        job("check", "post-install,post-upgrade")
            .replace("  suspend: true\n", "")
            .replace(" }\nspec", ", helm.sh/hook-delete-policy: hook-succeeded }\nspec");
    Map<String, String> templates = new LinkedHashMap<>();
    templates.put("greeting.yaml", GREETING);
    templates.put("migrate.yaml", run);
    templates.put("check.yaml", gone);
    Map<String, String> files = new LinkedHashMap<>(chart("hooked", "greeting: a\n", templates));
    files.put("apps/hooked.yaml", declaration(namespace, "hooked", "charts/hooked", ""));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "hooked", 1);
    var jobs = client.batch().v1().jobs().inNamespace(namespace);
    assertEquals(1, jobs.withName("migrate").get().getStatus().getSucceeded());
    assertNull(jobs.withName("check").get());
    String hooks = helm.helm4("get", "hooks", "hooked", "-n", namespace).ok();
    assertTrue(hooks.contains("name: migrate") && hooks.contains("name: check"), hooks);
    assertTrue(
        helm.helm3("status", "hooked", "-n", namespace, "-o", "json")
            .ok()
            .contains("\"phase\":\"Succeeded\""));

    agent.push(
        Map.of(
            "charts/hooked/templates/migrate.yaml",
            run.replace(
                "  template:\n",
                "  backoffLimit: 0\n  template:\n    metadata: { annotations: {"
                    + " testbed.autohelm.io/outcome: fail } }\n"),
            "charts/hooked/values.yaml",
            "greeting: b\n"));
    agent.until(
        "the hook's failure is told",
        () -> agent.release(namespace, "hooked").path("error").asText().contains("migrate"));
    assertEquals("failed", agent.release(namespace, "hooked").path("state").asText());
    assertEquals("a", said("hooked"));
    String history = helm.helm4("history", "hooked", "-n", namespace).ok();
    assertTrue(history.contains("deployed") && history.contains("failed"), history);

    agent.push(Map.of("charts/hooked/templates/migrate.yaml", run));
    agent.until("the release is mended", () -> said("hooked").equals("b"));
  }

  @Test
  void helmTakesTurnsWithTheAgent() throws Exception {
    Map<String, String> files = new LinkedHashMap<>(note());
    files.put("apps/note.yaml", declaration(namespace, "note", "charts/note", ""));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "note", 1);
    String more = GREETING + "  {{- with .Values.more }}\n  more: {{ . }}\n  {{- end }}\n";
    Map<String, String> changed = chart("note", "", Map.of("greeting.yaml", more));
    String chart =
        RunningAgent.onDisk(folder.resolve("other"), changed).resolve("charts/note").toString();
    String[] upgrade = {
      "upgrade", "note", chart, "-n", namespace, "--set", "greeting=other,more=mine"
    };
    agent.stop();
    helm.helm4(upgrade).ok();
    assertEquals("mine", greeting("note").getData().get("more"));
    agent.start().awaitDeployed(namespace, "note", 3);
    assertEquals(Map.of("greeting", "hello"), greeting("note").getData());

    agent.stop();
    helm.helm4("rollback", "note", "2", "-n", namespace).ok();
    assertEquals("other", said("note"));
    agent.start().awaitDeployed(namespace, "note", 5);
    assertEquals(Map.of("greeting", "hello"), greeting("note").getData());

    agent.stop();
    helm.helm3(upgrade).ok();
    assertEquals("mine", greeting("note").getData().get("more"));
    agent.start().awaitDeployed(namespace, "note", 7);
    assertEquals(Map.of("greeting", "hello"), greeting("note").getData());

    agent.stop();
    helm.helm3("rollback", "note", "6", "-n", namespace).ok();
    assertEquals("mine", greeting("note").getData().get("more"));
    agent.start().awaitDeployed(namespace, "note", 9);
    assertEquals(Map.of("greeting", "hello"), greeting("note").getData());

    helm.helm3("uninstall", "note", "-n", namespace).ok();
    agent.until("the release is back", () -> greeting("note") != null);
    agent.awaitDeployed(namespace, "note", 1);
  }

  @Test
  void aReleaseOfHelmsIsAdopted() throws Exception {
    Path chart = RunningAgent.onDisk(folder.resolve("disk"), note()).resolve("charts/note");
    helm.helm3("install", "three", chart.toString(), "-n", namespace).ok();
    helm.helm4("install", "four", chart.toString(), "-n", namespace).ok();
    Map<String, String> files = new LinkedHashMap<>(note());
    files.put(
        "apps/three.yaml",
        declaration(namespace, "three", "charts/note", "values: { greeting: now }"));
    files.put(
        "apps/four.yaml",
        declaration(namespace, "four", "charts/note", "values: { greeting: now }"));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "three", 2);
    agent.awaitDeployed(namespace, "four", 2);
    assertEquals("now", said("three"));
    assertEquals("now", said("four"));
  }

  @Test
  void aRestartChangesNothingAndRemovesWhatLeftMeanwhile() throws Exception {
    Map<String, String> files = new LinkedHashMap<>(note());
    files.put("apps/stays.yaml", declaration(namespace, "stays", "charts/note", ""));
    files.put("apps/leaves.yaml", declaration(namespace, "leaves", "charts/note", ""));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "stays", 1);
    agent.awaitDeployed(namespace, "leaves", 1);
    agent.stop();
    String before = greeting("stays").getMetadata().getResourceVersion();
    agent.repository().delete("apps/leaves.yaml");

    agent.start().awaitDeployed(namespace, "stays", 1);
    agent.until("what left is gone", () -> greeting("leaves") == null);
    agent.until("its record is gone", () -> records("leaves").isEmpty());
    assertEquals(before, greeting("stays").getMetadata().getResourceVersion());
    assertEquals(1, records("stays").size());
    assertNotEquals("", agent.metric("autohelm_release_ready", namespace, "stays"));
    assertTrue(Files.isDirectory(folder.resolve("data")));
  }

  private List<Secret> records(String release) {
    return client.secrets().inNamespace(namespace).withLabel("name", release).list().getItems();
  }

  @Test
  void aSourceThatCannotBeReadLeavesItsReleases() {
    Map<String, String> files = new LinkedHashMap<>(note());
    files.put("apps/note.yaml", declaration(namespace, "note", "charts/note", ""));
    agent.push(files);
    agent.start().awaitDeployed(namespace, "note", 1);
    agent.server().setDown(true);
    agent.until("the failure is told", () -> !agent.sourceView().path("error").isMissingNode());
    client.configMaps().inNamespace(namespace).withName("note-greeting").delete();
    agent.until("drift is put right all the same", () -> greeting("note") != null);
    agent.server().setDown(false);
    agent.push(Map.of("charts/note/values.yaml", "greeting: again\n"));
    agent.awaitDeployed(namespace, "note", 2);
  }
}
