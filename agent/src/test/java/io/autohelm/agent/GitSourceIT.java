package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that believes signed commits alone, hears of them by webhooks, is told of a forced push,
 * and starts while Git is away. The commits were signed by the real GnuPG and OpenSSH.
 */
@RealCluster
final class GitSourceIT {
  private static final String NOTE =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: calm }\ndata: { a: b }\n";

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;
  private RunningAgent agent;

  @BeforeEach
  void open(TestCluster cluster) throws IOException {
    client = cluster.client();
    namespace = cluster.createNamespace();
    agent = new RunningAgent(cluster, folder);
    for (String file : List.of("ann.asc", "allowed_signers")) {
      Files.write(folder.resolve(file), fixture(file));
    }
    Files.writeString(folder.resolve("hook"), "hook secret\n");
    Files.writeString(
        folder.resolve("autohelm.yaml"),
        """
        autohelm:
          sources:
            - name: %s
              url: %s
              ref: { branch: main }
              interval: 1h
              variables: { namespace: %s }
              verify: { keyring: %s, allowedSignersFile: %s }
              webhook: { secretFile: %s }
          cluster: { kubeconfig: %s }
          http: { host: 127.0.0.1, port: 0 }
          dataFolder: %s
        """
            .formatted(
                agent.source(),
                agent.server().url("config.git"),
                namespace,
                folder.resolve("ann.asc"),
                folder.resolve("allowed_signers"),
                folder.resolve("hook"),
                cluster.kubeconfig(),
                folder.resolve("data")));
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = GitSourceIT.class.getResourceAsStream("/git/signatures/" + name)) {
      return in.readAllBytes();
    }
  }

  private String push(String colour) throws IOException {
    return push(agent.repository(), colour);
  }

  /** Lets the branch name a commit that was signed over a tree with that colour. */
  private static String push(TestRepository repository, String colour) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (String path : List.of("release.yaml", "chart/Chart.yaml", "chart/templates/note.yaml")) {
      String text = new String(fixture("tree/" + path), StandardCharsets.UTF_8);
      files.put(path, text.replace("red", colour));
    }
    repository.write("trees", "A tree to be signed", files);
    String commit = repository.put(Constants.OBJ_COMMIT, fixture(colour + ".commit"));
    repository.force("main", commit);
    return commit;
  }

  private int hook(String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(agent.address().resolve("/hooks/" + agent.source()))
                .header("X-Gitlab-Token", token)
                .header("X-Gitlab-Event", "Push Hook")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private String colour() {
    ConfigMap note = client.configMaps().inNamespace(namespace).withName("signed").get();
    return note == null ? "" : note.getData().get("colour");
  }

  private String said() {
    return agent.sourceView().path("error").asText();
  }

  private void start() {
    agent.start(standard -> SettingsReader.read(folder.resolve("autohelm.yaml"), Map.of()));
  }

  @Test
  void onlyWhatIsSignedIsTakenAndItOutlastsGit() throws Exception {
    String red = push("red");
    start();
    agent.awaitDeployed(namespace, "signed", 1);
    assertTrue(agent.sourceView().path("signer").asText().startsWith("Ann Example"));

    agent.repository().write("release.yaml", "no declaration any more");
    assertEquals(403, hook("a guess"));
    assertEquals(202, hook("hook secret"));
    agent.until("the unsigned commit is refused", () -> said().contains("is not signed"));
    assertEquals(red, agent.sourceView().path("commit").asText());
    assertEquals("red", colour());

    String blue = push("blue");
    assertEquals(202, hook("hook secret"));
    agent.awaitDeployed(namespace, "signed", 2);
    assertEquals(red, agent.sourceView().path("rewritten").asText());
    assertTrue(agent.sourceView().path("signer").asText().startsWith("carol@example.org"));

    agent.stop();
    agent.server().setDown(true);
    client.configMaps().inNamespace(namespace).withName("signed").delete();
    start();
    agent.until("what was in force is put right", () -> colour().equals("blue"));
    agent.until("why Git is not asked is told", () -> !said().isEmpty());
    assertEquals(blue, agent.sourceView().path("commit").asText());

    agent.server().setDown(false);
    spoil();
    assertEquals(202, hook("hook secret"));
    agent.until("Git is asked again", () -> said().isEmpty());
    agent.repository().write("release.yaml", "no declaration any more");
    String red2 = push("red");
    hook("hook secret");
    agent.awaitDeployed(namespace, "signed", 3);
    assertEquals(red2, agent.sourceView().path("commit").asText());
    assertEquals("red", colour());
  }

  @Test
  void onlyWhatIsSignedIsTakenOfAnotherRepositoryToo() throws Exception {
    try (TestRepository charts = TestRepository.create(folder.resolve("charts.git"))) {
      push(charts, "red");
      Files.writeString(
          folder.resolve("autohelm.yaml"),
          Files.readString(folder.resolve("autohelm.yaml"))
                  .replaceAll("(?m)^ *verify:.*\\R", "")
                  .replace("1h", "1s")
              + "  charts: { git: [ { url: '%s', verify: { keyring: '%s' } } ] }\n"
                  .formatted(agent.server().url(""), folder.resolve("ann.asc")));
      String declaration =
          RunningAgent.declaration(namespace, "signed", "chart", "values: { colour: red }")
              .replace(
                  "path:",
                  "git: '" + agent.server().url("charts.git") + "', ref: { branch: main }, path:");
      agent.push(Map.of("signed.yaml", declaration));
      start();
      agent.awaitDeployed(namespace, "signed", 1);
      assertEquals("red", colour());

      agent.stop();
      charts.write("chart/values.yaml", "colour: black\n");
      agent.push(RunningAgent.chart("calm", "", Map.of("note.yaml", NOTE)));
      agent.push(
          Map.of("calm.yaml", RunningAgent.declaration(namespace, "calm", "charts/calm", "")));
      start();
      agent.awaitDeployed(namespace, "calm", 1);
      agent.until(
          "the unsigned commit is refused",
          () -> agent.release(namespace, "signed").path("error").asText().contains("not signed"));
      String error = agent.release(namespace, "signed").path("error").asText();
      assertTrue(error.startsWith("signed.yaml:1: spec.chart: repository "), error);
      assertEquals("deployed", agent.release(namespace, "signed").path("state").asText());
      assertEquals("red", colour());

      agent.stop();
      agent.push(Map.of("signed.yaml", declaration.replace("colour: red", "colour: blue")));
      push(charts, "red");
      start();
      agent.awaitDeployed(namespace, "signed", 2);
      assertEquals("blue", colour());
    }
  }

  /** As a power cut leaves files: they are there, and nothing is in them. */
  private void spoil() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
      for (Path file : all.filter(path -> path.toString().contains("objects.git/")).toList()) {
        if (Files.isRegularFile(file)) {
          int size = (int) Files.size(file);
          Files.delete(file);
          Files.write(file, new byte[size]);
        }
      }
    }
  }
}
