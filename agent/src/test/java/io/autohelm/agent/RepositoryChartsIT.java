package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.LocalRepository;
import io.autohelm.agent.testing.HttpText;
import io.autohelm.engine.release.ReleaseDriver;
import io.autohelm.engine.repo.RepositoryAccess;
import io.autohelm.engine.repo.TrustPolicy;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.RealRegistry;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import io.autohelm.engine.testing.TestRegistry;
import io.autohelm.engine.values.SchemaReach;
import io.autohelm.engine.yaml.Json;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A declaration that names a chart in a registry, to which real Helm pushed it. */
@RealCluster
@RealHelm
@RealRegistry
class RepositoryChartsIT {
  @TempDir Path folder;

  @Test
  void aChartOfARegistryIsReleased(TestCluster cluster, TestHelm helm, TestRegistry registry)
      throws Exception {
    Path chart = Files.createDirectories(folder.resolve("tiny/templates")).getParent();
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: tiny\nversion: 0.0.0\n");
    Files.writeString(
        chart.resolve("templates/config.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {v: {{ .Chart.Version }}}\n");
    String repository = "oci://" + registry.host() + "/charts";
    for (String version : List.of("1.0.0", "1.4.0", "2.0.0")) {
      push(helm, chart, repository, version);
    }
    String namespace = cluster.createNamespace();
    Path work = Files.createDirectory(folder.resolve("config"));
    Files.writeString(
        work.resolve("tiny.yaml"),
        """
        apiVersion: autohelm.io/v1
        kind: Release
        metadata: { name: tiny, namespace: %s }
        spec:
          chart: { repository: "%s", name: tiny, version: ^1.0 }
        """
            .formatted(namespace, repository));
    try (LocalRepository source = LocalRepository.create(work)) {
      source.commitAll("A chart from a registry");
      Settings settings =
          settings(
              cluster, work, repository, new RepositoryAccess(null, null, null, null, false, true));
      try (CanarySource canary = new CanarySource(cluster, folder.resolve("secret"));
          AgentRuntime agent = AgentRuntime.start(canary.joined(settings))) {
        assertEquals("tiny-1.4.0", deployed(agent));
        canary.sweep(agent.address(), canary.joined(settings));
      }
    }
    assertEquals(
        "1.4.0",
        cluster
            .client()
            .configMaps()
            .inNamespace(namespace)
            .withName("tiny")
            .get()
            .getData()
            .get("v"));
  }

  @Test
  void whatIsNotSignedAsItMustBeIsToldAndTheLastGoodStateStays(
      TestCluster cluster, TestHelm helm, TestRegistry registry) throws Exception {
    Path chart = Files.createDirectories(folder.resolve("tiny/templates")).getParent();
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: tiny\nversion: 0.0.0\n");
    Files.writeString(
        chart.resolve("templates/config.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {v: {{ .Chart.Version }}}\n");
    String repository = "oci://" + registry.host() + "/signed";
    push(helm, chart, repository, "1.0.0");
    String namespace = cluster.createNamespace();
    Path work = Files.createDirectory(folder.resolve("config"));
    Files.writeString(
        work.resolve("tiny.yaml"),
        """
        apiVersion: autohelm.io/v1
        kind: Release
        metadata: { name: tiny, namespace: %s }
        spec:
          chart: { repository: "%s", name: tiny, version: ^1.0 }
          interval: 1s
        """
            .formatted(namespace, repository));
    Path keyring = folder.resolve("pubring.gpg");
    try (InputStream in = getClass().getResourceAsStream("/provenance/pubring.gpg")) {
      Files.write(keyring, in.readAllBytes());
    }
    RepositoryAccess plain = new RepositoryAccess(null, null, null, null, false, true);
    try (LocalRepository source = LocalRepository.create(work);
        CanarySource canary = new CanarySource(cluster, folder.resolve("secret"))) {
      source.commitAll("A chart that nobody signed");
      Settings believing = canary.joined(settings(cluster, work, repository, plain));
      try (AgentRuntime agent = AgentRuntime.start(believing)) {
        assertEquals("tiny-1.0.0", deployed(agent));
      }
      push(helm, chart, repository, "1.1.0");
      TrustPolicy policy = new TrustPolicy(keyring, List.of("ann@example.org"));
      Settings asking = canary.joined(settings(cluster, work, repository, plain.withTrust(policy)));
      try (AgentRuntime agent = AgentRuntime.start(asking)) {
        Map<?, ?> release =
            release(agent, r -> !"".equals(String.valueOf(r.get("error")).replace("null", "")));
        String error = String.valueOf(release.get("error"));
        assertTrue(
            error.startsWith(
                "tiny.yaml:1: spec.chart: chart tiny 1.1.0 from "
                    + repository
                    + " is not trusted: it is not signed, it must be signed by ann@example.org"),
            error);
        assertEquals("deployed", release.get("state"));
        canary.sweep(agent.address(), asking);
      }
    }
    assertEquals(
        "1.0.0",
        cluster
            .client()
            .configMaps()
            .inNamespace(namespace)
            .withName("tiny")
            .get()
            .getData()
            .get("v"));
  }

  private void push(TestHelm helm, Path chart, String repository, String version) {
    helm.helm4("package", chart.toString(), "--version", version, "-d", folder.toString()).ok();
    helm.helm4(
            "push",
            folder.resolve("tiny-" + version + ".tgz").toString(),
            repository,
            "--plain-http")
        .ok();
  }

  private Settings settings(
      TestCluster cluster, Path work, String repository, RepositoryAccess access) {
    return new Settings(
        List.of(
            new Settings.Source(
                "registry-it",
                work.toString(),
                new GitRef.Head(),
                "",
                Duration.ofSeconds(1),
                GitCredentials.NONE,
                Map.of())),
        cluster.kubeconfig(),
        null,
        "127.0.0.1",
        0,
        folder.resolve("data"),
        2,
        ChartSettings.of(Map.of(repository, access)),
        SchemaReach.ITSELF,
        ReleaseDriver.SECRET);
  }

  private static Object deployed(AgentRuntime agent) throws Exception {
    return release(agent, release -> "deployed".equals(release.get("state"))).get("chart");
  }

  private static Map<?, ?> release(AgentRuntime agent, Predicate<Map<?, ?>> wanted)
      throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String body = "";
    while (System.nanoTime() < deadline) {
      body = HttpText.at(agent.address().resolve("api/v1/releases"));
      for (Object item : (List<?>) Json.parseExact(body)) {
        if (item instanceof Map<?, ?> release
            && "tiny".equals(release.get("name"))
            && wanted.test(release)) {
          return release;
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError(
        "not deployed: " + body + HttpText.at(agent.address().resolve("api/v1/sources")));
  }
}
