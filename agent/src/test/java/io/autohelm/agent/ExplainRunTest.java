package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.cli.CommandException;
import io.autohelm.agent.cli.ExplainCommand.Request;
import io.autohelm.agent.git.LocalRepository;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import io.autohelm.sandbox.Sandbox;
import io.autohelm.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainRunTest {
  private static final String SPEC =
      """
      valuesFrom: [ { file: values/common.yaml } ]
      values:
        replicas: 3
        image: { tag: "{{ tag }}" }
        "a.b": [ 1, 2 ]
      """;

  @TempDir Path folder;

  private record Outcome(int code, String text) {}

  private Outcome run(String release, String path, boolean isJson, @Nullable Path kubeconfig) {
    return run(release, path, isJson, kubeconfig, null);
  }

  private Outcome run(
      String release,
      String path,
      boolean isJson,
      @Nullable Path kubeconfig,
      @Nullable String ref) {
    StringWriter text = new StringWriter();
    Request request =
        new Request(
            release,
            path,
            folder.toString(),
            "",
            Map.of("tag", "v3"),
            "",
            isJson,
            kubeconfig,
            null,
            null,
            ref);
    int code = new ExplainRun(request, new PrintWriter(text)).run();
    return new Outcome(code, text.toString());
  }

  @BeforeEach
  void write() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.putAll(
        RunningAgent.chart(
            "shop",
            "replicas: 1\nimage:\n  name: shop\n  tag: v1\n",
            Map.of("x.yaml", "# nothing\n")));
    files.put("values/common.yaml", "# for all\nreplicas: 2\nimage:\n  tag: v2\n");
    files.put("apps/shop.yaml", RunningAgent.declaration("web", "shop", "charts/shop", SPEC));
    RunningAgent.onDisk(folder, files);
  }

  @Test
  void everyLayerIsToldWithFileAndLine() {
    assertEquals(
        new Outcome(
            0,
            """
            replicas = 3
              set by apps/shop.yaml:12
              over   values/common.yaml:2 = 2
              over   charts/shop/values.yaml:1 = 1
            """),
        run("shop", "replicas", false, null));
    assertEquals(
        new Outcome(
            0,
            """
            image.name = "shop"
              set by charts/shop/values.yaml:3
            image.tag = "v3"
              set by apps/shop.yaml:13
              over   values/common.yaml:4 = "v2"
              over   charts/shop/values.yaml:4 = "v1"
            """),
        run("web/shop", "image", false, null));
    assertTrue(
        run("shop", "", false, null).text().contains("a\\.b[1] = 2\n  set by apps/shop.yaml:14"));
    assertEquals(new Outcome(1, "no value none\n"), run("shop", "none", false, null));
  }

  @Test
  void theCommitThatWroteALineIsToldWhileItIsCommitted() throws IOException {
    try (LocalRepository repository = LocalRepository.create(folder)) {
      String first = repository.commitAll("Open the shop");
      Path values = folder.resolve("values/common.yaml");
      Files.writeString(values, "# for all\nreplicas: 4\nimage:\n  tag: v2\n");
      String second = repository.commitAll("Sell more");
      Files.writeString(values, "# for all\n\nreplicas: 4\nimage:\n  tag: v5\n");
      Map<?, ?> replicas =
          (Map<?, ?>)
              ((List<?>) Json.parseExact(run("shop", "replicas", true, null).text())).get(0);
      assertEquals("replicas", replicas.get("path"));
      List<?> layers = (List<?>) replicas.get("layers");
      assertEquals(first, ((Map<?, ?>) layers.get(0)).get("commit"));
      assertEquals("Open the shop", ((Map<?, ?>) layers.get(0)).get("subject"));
      assertEquals(3L, ((Map<?, ?>) layers.get(1)).get("line"));
      assertEquals(second, ((Map<?, ?>) layers.get(1)).get("commit"));
      String tag = run("shop", "image.tag", false, null).text();
      assertTrue(tag.contains("over   values/common.yaml:5 = \"v5\"\n"), tag);
      assertTrue(
          tag.contains("values.yaml:4 = \"v1\"  (" + first.substring(0, 10) + " Autohelm"), tag);
      String committed = run("shop", "replicas", false, null, "main").text();
      assertTrue(
          committed.contains("over   values/common.yaml:2 = 4  (" + second.substring(0, 10)),
          committed);
      String old = run("shop", "replicas", false, null, first).text();
      assertTrue(old.contains("over   values/common.yaml:2 = 2  (" + first.substring(0, 10)), old);
    }
  }

  @Test
  void whatComesFromASecretIsHidden() throws IOException {
    RunningAgent.onDisk(
        folder,
        Map.of(
            "apps/bank.yaml",
            RunningAgent.declaration(
                "web",
                "bank",
                "charts/shop",
                """
                valuesFrom:
                  - { kind: Secret, name: keys }
                  - { kind: Secret, name: keys, valuesKey: pin, targetPath: image.tag }
                """)));
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.standard());
        KubeConnection connection =
            KubeConnection.ofText(sandbox.kubeconfig(), Clock.systemUTC())) {
      connection.cluster().createNamespace("web");
      connection
          .cluster()
          .apply(
              KubeObject.parseAll(
                      """
                      apiVersion: v1
                      kind: Secret
                      metadata: { name: keys, namespace: web }
                      stringData: { values.yaml: "image: { name: canary-one }", pin: canary-two }
                      """)
                  .get(0),
              Cluster.ApplyMode.FORCE);
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), sandbox.kubeconfig());
      assertEquals(
          new Outcome(
              0,
              """
              image.name = (hidden)
                set by Secret web/keys key values.yaml:1
                over   charts/shop/values.yaml:3 = "shop"
              image.tag = (hidden)
                set by Secret web/keys key pin
                over   charts/shop/values.yaml:4 = "v1"
              """),
          run("bank", "image", false, kubeconfig));
      assertFalse(run("bank", "", true, kubeconfig).text().contains("canary"));
    }
  }

  @Test
  void aReleaseThatIsNotDeclaredIsAnError() {
    CommandException none =
        assertThrows(CommandException.class, () -> run("shoop", "", false, null));
    assertEquals("release shoop is not among the declared ones: web/shop", none.getMessage());
  }
}
