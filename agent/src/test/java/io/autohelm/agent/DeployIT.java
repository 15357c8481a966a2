package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.LocalRepository;
import io.autohelm.agent.testing.HttpText;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.yaml.Json;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests of {@code deploy/} on a real API server: they are valid, and their rights are
 * enough but no more.
 */
@RealCluster
class DeployIT {
  private static final Path DEPLOY = Path.of("../deploy").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void theAgentWorksWithTheRightsOfItsServiceAccountOnly(TestCluster cluster) throws Exception {
    String allowed = cluster.createNamespace();
    String forbidden = cluster.createNamespace();
    try (KubeConnection admin =
        KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      List<KubeObject> installed = new ArrayList<>();
      for (String file : List.of("namespace.yaml", "rbac.yaml", "agent.yaml")) {
        installed.addAll(apply(admin.cluster(), file, "autohelm"));
      }
      apply(admin.cluster(), "target-namespace.yaml", allowed);
      admin.cluster().awaitReady(installed, Patience.of(Duration.ofSeconds(60)).withJobs(true));

      Path work = Files.createDirectory(folder.resolve("config"));
      release(work, "one", allowed);
      release(work, "two", forbidden);
      try (LocalRepository repository = LocalRepository.create(work)) {
        repository.commitAll("Two releases");
        Settings settings =
            new Settings(
                List.of(
                    new Settings.Source(
                        "deploy-it",
                        work.toString(),
                        new GitRef.Branch("main"),
                        "",
                        Duration.ofSeconds(1),
                        GitCredentials.NONE,
                        Map.of())),
                kubeconfig(cluster),
                null,
                "127.0.0.1",
                0,
                folder.resolve("data"),
                2);
        try (CanarySource canary = new CanarySource(cluster, folder.resolve("secret"));
            AgentRuntime agent = AgentRuntime.start(canary.joined(settings))) {
          Map<?, ?> one = release(agent.address(), "one", "deployed", null);
          assertEquals(1L, one.get("revision"));
          theWatchOfTheNamespaceTakesTheClustersPlace(cluster, allowed);
          Map<?, ?> two = release(agent.address(), "two", null, "forbidden");
          assertTrue(String.valueOf(two.get("error")).contains("configmaps"), two::toString);
          canary.sweep(agent.address(), canary.joined(settings));
        }
      } finally {
        installed.forEach(admin.cluster()::delete);
      }
    }
  }

  /**
   * The rights do not suffice for a watch of all namespaces, and nothing else looks for an hour.
   */
  private static void theWatchOfTheNamespaceTakesTheClustersPlace(
      TestCluster cluster, String namespace) throws Exception {
    var one = cluster.client().configMaps().inNamespace(namespace).withName("one");
    one.delete();
    for (int i = 0; i < 600 && one.get() == null; i++) {
      Thread.sleep(100);
    }
    assertNotNull(one.get());
  }

  private static List<KubeObject> apply(Cluster cluster, String file, String namespace)
      throws IOException {
    List<KubeObject> applied = new ArrayList<>();
    for (KubeObject object : KubeObject.parseAll(Files.readString(DEPLOY.resolve(file)))) {
      applied.add(cluster.apply(cluster.placed(object, namespace), Cluster.ApplyMode.POLITE));
    }
    return applied;
  }

  private static void release(Path work, String name, String namespace) throws IOException {
    Path chart = Files.createDirectories(work.resolve("chart/templates")).getParent();
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: tiny\nversion: 1.0.0\n");
    Files.writeString(
        chart.resolve("templates/config.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {a: b}\n");
    Files.writeString(
        work.resolve(name + ".yaml"),
        """
        apiVersion: autohelm.io/v1
        kind: Release
        metadata: { name: %s, namespace: %s }
        spec:
          chart: { path: chart }
          interval: 1h
        """
            .formatted(name, namespace));
  }

  /** The test's kubeconfig with the ServiceAccount's token in place of the administrator's. */
  private Path kubeconfig(TestCluster cluster) throws IOException {
    String token =
        cluster
            .client()
            .serviceAccounts()
            .inNamespace("autohelm")
            .withName("autohelm")
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(3600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    String text =
        cluster
            .kubeconfigText()
            .replaceAll("token: *\"?[A-Za-z0-9._-]+\"?", "token: \"" + token + "\"");
    assertTrue(text.contains(token), "the kubeconfig has no token to replace");
    Path file = folder.resolve("kubeconfig");
    Files.writeString(file, text);
    return file;
  }

  /**
   * Waits until the API shows the release in that state, or with an error of which this is a part.
   */
  private static Map<?, ?> release(URI address, String name, String state, String error)
      throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String body = "";
    while (System.nanoTime() < deadline) {
      body = HttpText.at(address.resolve("api/v1/releases"));
      for (Object item : (List<?>) Json.parseExact(body)) {
        Map<?, ?> release = (Map<?, ?>) item;
        boolean isMeant = name.equals(release.get("name"));
        if (isMeant && state != null && state.equals(release.get("state"))) {
          return release;
        }
        if (isMeant && error != null && String.valueOf(release.get("error")).contains(error)) {
          return release;
        }
      }
      Thread.sleep(200);
    }
    throw new AssertionError("release " + name + " did not come to " + state + error + ": " + body);
  }
}
