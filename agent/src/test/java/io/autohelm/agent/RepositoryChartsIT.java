package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.LocalRepository;
import io.autohelm.engine.repo.RepositoryAccess;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.RealRegistry;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import io.autohelm.engine.testing.TestRegistry;
import io.autohelm.engine.yaml.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
      helm.helm4("package", chart.toString(), "--version", version, "-d", folder.toString()).ok();
      helm.helm4(
              "push",
              folder.resolve("tiny-" + version + ".tgz").toString(),
              repository,
              "--plain-http")
          .ok();
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
          new Settings(
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
              Map.of(repository, new RepositoryAccess(null, null, null, null, false, true)));
      try (AgentRuntime agent = AgentRuntime.start(settings)) {
        assertEquals("tiny-1.4.0", deployed(agent));
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

  private static Object deployed(AgentRuntime agent) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String body = "";
    while (System.nanoTime() < deadline) {
      body =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(agent.address().resolve("api/v1/releases")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      for (Object item : (List<?>) Json.parseExact(body)) {
        if (item instanceof Map<?, ?> release && "deployed".equals(release.get("state"))) {
          return release.get("chart");
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError(
        "not deployed: "
            + body
            + HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(agent.address().resolve("api/v1/sources")).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
  }
}
