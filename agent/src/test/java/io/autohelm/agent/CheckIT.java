package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.cli.CheckCommand;
import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code autohelm check} finds on a real cluster, with real Git. */
@RealCluster
final class CheckIT {
  @TempDir private Path folder;

  @Test
  void tellsWhatWouldKeepAnAgentFromWorking(TestCluster cluster) throws IOException {
    TestRepository repository = TestRepository.create(folder.resolve("config.git"));
    repository.write("a.yaml", "# nothing yet\n");
    TestRepository.create(folder.resolve("signed.git")).write("a.yaml", "# signed by nobody\n");
    Path keyring = folder.resolve("ann.asc");
    try (InputStream in = getClass().getResourceAsStream("/git/signatures/ann.asc")) {
      Files.write(keyring, in.readAllBytes());
    }
    try (GitHttpServer server = GitHttpServer.of(folder)) {
      Path config = folder.resolve("agent.yaml");
      String text =
          """
          autohelm:
            dataFolder: %s
            leaderElection: { enabled: true }
            sources:
              - name: platform
                url: %s
                ref: { branch: main }
            repositories:
              - url: oci://127.0.0.1:9/charts
                plainHttp: true
            charts:
              git:
                - url: %s
                - url: %s
                  verify: { keyring: %s }
          """
              .formatted(
                  folder.resolve("data"),
                  server.url("config.git"),
                  server.url("config.git"),
                  server.url("signed.git"),
                  keyring);
      Files.writeString(config, text);
      String good = check(1, cluster, config, "", Clock.systemUTC());
      assertTrue(good.contains("ok    API server "), good);
      assertTrue(good.lines().anyMatch(line -> line.startsWith("ok    chart repository ")), good);
      assertTrue(
          good.lines()
              .anyMatch(
                  line ->
                      line.startsWith("warn  chart repository ")
                          && line.contains("/signed.git ")
                          && line.contains(" is not signed, ")
                          && line.endsWith("; releases that name its HEAD are refused")),
          good);
      assertTrue(
          good.lines().anyMatch(line -> line.startsWith("FAIL  registry oci://127.0.0.1:9/")),
          good);
      assertTrue(good.contains("as the API server's"), good);
      assertTrue(good.lines().anyMatch(line -> line.startsWith("ok    source platform ")), good);
      assertTrue(good.contains("get, list, watch, create, update, delete"), good);
      String lease = "right to leases.coordination.k8s.io autohelm-leader in autohelm ";
      assertTrue(good.contains("ok    " + lease), good);

      Files.delete(keyring);
      Files.writeString(config, text.replace("config.git", "nothing.git"));
      String namespace = cluster.createNamespace();
      String bad =
          check(
              1,
              cluster,
              config,
              namespace + "/nobody",
              Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));
      assertTrue(
          bad.lines()
              .anyMatch(
                  line ->
                      line.startsWith(
                              "FAIL  right to leases.coordination.k8s.io autohelm-leader in ")
                          && line.contains("missing: get, update; kubectl apply")),
          bad);
      assertTrue(
          bad.contains("missing: get, list, watch, create, update, delete; kubectl apply"), bad);
      assertTrue(bad.contains("deploy/target-namespace.yaml gives it"), bad);
      assertTrue(bad.lines().anyMatch(line -> line.startsWith("FAIL  clock ")), bad);
      assertTrue(bad.lines().anyMatch(line -> line.startsWith("FAIL  source platform ")), bad);
      assertTrue(bad.contains("cannot read " + keyring + ", by which it is verified"), bad);
    }
  }

  private String check(
      int exitCode, TestCluster cluster, Path config, String account, Clock clock) {
    StringWriter out = new StringWriter();
    int code =
        new CheckRun(
                new CheckCommand.Request(
                    cluster.kubeconfig(), null, config, account, "autohelm", false),
                new PrintWriter(out),
                clock)
            .run();
    assertEquals(exitCode, code, out::toString);
    return out.toString();
  }
}
