package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.CanaryWatch;
import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process of its own that is ended, politely or not, in the middle of its work. */
@RealCluster
@RealHelm
final class KillIT {
  private static final Path JAR = Path.of("target/autohelm.jar");

  private static final String GREETING =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: greeting }
      data: { greeting: {{ .Values.greeting }} }
      """;

  /** Runs only when somebody resumes it, so that an upgrade is caught at a known point. */
  private static final String MIGRATION =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: migrate
        annotations: { helm.sh/hook: pre-upgrade }
      spec:
        suspend: true
        template:
          spec:
            restartPolicy: Never
            containers: [{ name: x, image: busybox }]
      """;

  private final List<Process> processes = new ArrayList<>();
  @TempDir private Path folder;
  private TestCluster cluster;
  private KubernetesClient client;
  private TestHelm helm;
  private String namespace;
  private TestRepository repository;
  private GitHttpServer server;
  private CanarySource canary;
  private Path config;

  @BeforeEach
  void open(TestCluster realCluster, TestHelm realHelm) throws IOException {
    cluster = realCluster;
    client = realCluster.client();
    helm = realHelm;
    namespace = realCluster.createNamespace();
    repository = TestRepository.create(folder.resolve("config.git"));
    server = GitHttpServer.of(folder);
    canary = new CanarySource(cluster, folder.resolve("secret"));
    config =
        Files.writeString(
            folder.resolve("autohelm.yaml"),
            """
            autohelm:
              sources:
                - { name: %s, url: "%s", ref: { branch: main }, interval: 1s }
                - %s
              cluster: { kubeconfig: %s }
              http: { host: 127.0.0.1, port: 0 }
              dataFolder: %s
            """
                .formatted(
                    "kill-" + UUID.randomUUID().toString().substring(0, 8),
                    server.url("config.git"),
                    canary.yaml(folder.resolve("password")),
                    cluster.kubeconfig(),
                    folder.resolve("data")));
    Map<String, String> files = new LinkedHashMap<>();
    files.putAll(
        chart(
            "app",
            "greeting: first\n",
            Map.of("greeting.yaml", GREETING, "migrate.yaml", MIGRATION)));
    files.put("apps/app.yaml", declaration(namespace, "app", "charts/app", ""));
    repository.write("main", "Begin", files);
  }

  @AfterEach
  void close() throws IOException {
    Settings settings = SettingsReader.read(config, Map.of());
    for (int i = 0; i < processes.size(); i++) {
      String log = Files.readString(folder.resolve("agent-" + i + ".log"));
      CanaryWatch.ofThisRun().look("the log of agent " + i, log);
      Matcher page = Pattern.compile("page at (http\\S+)").matcher(log);
      if (processes.get(i).isAlive() && page.find()) {
        canary.sweep(URI.create(page.group(1)), settings);
      }
    }
    processes.forEach(Process::destroyForcibly);
    canary.close();
    server.close();
    repository.close();
  }

  @Test
  void anAgentKilledInAnUpgradeIsFollowedByOneThatEndsIt() throws Exception {
    Process first = agent();
    until("installed", () -> said().equals("first") && statuses().equals(List.of("deployed")));
    upgrade();
    until("the hook runs", this::isSuspended);
    assertEquals(List.of("deployed", "pending-upgrade"), statuses());
    first.destroyForcibly().waitFor();
    assertEquals(List.of("deployed", "pending-upgrade"), statuses());
    String before = job().getMetadata().getUid();

    agent();
    until(
        "the hook runs anew",
        () -> {
          Job found = job();
          return found != null
              && Boolean.TRUE.equals(found.getSpec().getSuspend())
              && !found.getMetadata().getUid().equals(before);
        });
    resume();
    until("upgraded", () -> said().equals("second") && statuses().contains("deployed"));
    until("no work is left", () -> statuses().get(statuses().size() - 1).equals("deployed"));
    assertEquals(List.of("superseded", "failed", "deployed"), statuses());
    assertTrue(
        helm.helm3("history", "app", "-n", namespace).ok().contains("Interrupted"),
        "the history tells what happened");
  }

  @Test
  void anAgentToldToEndEndsItsUpgradeFirst() throws Exception {
    Process process = agent();
    until("installed", () -> statuses().equals(List.of("deployed")));
    upgrade();
    until("the hook runs", this::isSuspended);
    process.destroy();
    assertFalse(process.waitFor(2, TimeUnit.SECONDS), "it does not go before its work is done");
    assertEquals(List.of("deployed", "pending-upgrade"), statuses());
    resume();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes when its work is done");
    assertEquals(List.of("superseded", "deployed"), statuses());
    assertEquals("second", said());
  }

  @Test
  void anAgentKilledInAnInstallationIsFollowedByOneThatEndsIt() throws Exception {
    repository.write(
        "charts/app/templates/migrate.yaml", MIGRATION.replace("pre-upgrade", "post-install"));
    Process first = agent();
    until("the hook runs", this::isSuspended);
    first.destroyForcibly().waitFor();
    assertEquals(List.of("pending-install"), statuses());
    agent();
    until("deployed", () -> statuses().equals(List.of("superseded", "deployed")));
    assertEquals("first", said());
  }

  @Test
  void anAgentKilledAgainAndAgainAtRandomEndsWhatIsDeclared() throws Exception {
    repository.write(
        "charts/app/templates/migrate.yaml", MIGRATION.replace("suspend: true", "suspend: false"));
    long seed = System.nanoTime();
    Random chance = new Random(seed);
    System.out.println("random kills: seed " + seed);
    Process process = agent();
    until("installed", () -> statuses().equals(List.of("deployed")));
    for (int kill = 0; kill < 6; kill++) {
      repository.write("charts/app/values.yaml", "greeting: word-" + kill + "\n");
      Thread.sleep(chance.nextInt(3000));
      process.destroyForcibly().waitFor();
      process = agent();
    }
    until(
        "the last word is said",
        () -> {
          List<String> statuses = statuses();
          return said().equals("word-5") && statuses.get(statuses.size() - 1).equals("deployed");
        });
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes when its work is done");
    assertEquals(1, statuses().stream().filter("deployed"::equals).count(), statuses().toString());
    assertTrue(statuses().stream().noneMatch(each -> each.startsWith("pending")));
    assertEquals(
        List.of(), client.leases().inNamespace(namespace).list().getItems(), "no lock is left");
    helm.helm4("rollback", "app", "-n", namespace).ok();
  }

  private void upgrade() {
    repository.write("charts/app/values.yaml", "greeting: second\n");
  }

  private Process agent() throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    if (Files.exists(JAR)) {
      command.addAll(List.of("-jar", JAR.toString()));
    } else {
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), Autohelm.class.getName()));
    }
    command.addAll(List.of("agent", "--config", config.toString()));
    Path log = folder.resolve("agent-" + processes.size() + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    return process;
  }

  private String said() {
    ConfigMap found = client.configMaps().inNamespace(namespace).withName("greeting").get();
    return found == null ? "" : found.getData().get("greeting");
  }

  private Job job() {
    return client.batch().v1().jobs().inNamespace(namespace).withName("migrate").get();
  }

  private boolean isSuspended() {
    Job found = job();
    return found != null && Boolean.TRUE.equals(found.getSpec().getSuspend());
  }

  private void resume() {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName("migrate")
        .edit(
            found -> {
              found.getSpec().setSuspend(false);
              return found;
            });
  }

  /** The status of each revision as Helm tells it, oldest first. */
  private List<String> statuses() {
    String history = helm.helm4("history", "app", "-n", namespace, "-o", "yaml").stdout();
    return history
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("status: "))
        .map(line -> line.substring("status: ".length()))
        .toList();
  }

  private void until(String what, Callable<Boolean> question) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline) {
      if (question.call()) return;
      Thread.sleep(100);
    }
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        logs.append('\n').append(file).append('\n').append(Files.readString(file));
      }
    }
    throw new AssertionError("never came true: " + what + "; " + statuses() + logs);
  }
}
