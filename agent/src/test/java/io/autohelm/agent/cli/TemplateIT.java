package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.testing.Program;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code autohelm template} and {@code helm template} side by side: the same output, the same exit
 * code.
 */
@RealHelm
class TemplateIT {
  private static final Path EXAMPLES = Path.of("../config-examples").toAbsolutePath().normalize();

  private static final List<List<String>> OPTIONS =
      List.of(
          List.of(),
          List.of("--skip-tests"),
          List.of("--no-hooks", "--is-upgrade"),
          List.of("--kube-version", "1.28.3", "-a", "example.org/v1", "--include-crds"),
          List.of(
              "--set",
              "replicaCount=5,extra.list={a,b},extra.map.key=1",
              "--set-string",
              "image.tag=1.0"),
          List.of("--set-json", "resources={\"limits\":{\"cpu\":2,\"memory\":\"1Gi\"}}"),
          List.of("--set-literal", "greeting=a,b={c}"),
          List.of("-s", "templates/service.yaml"),
          List.of("--set", "image=3"),
          List.of("--set", "a"));

  @TempDir Path folder;

  @Test
  void chartOfHelmCreate(TestHelm helm) throws IOException {
    assertEquals("Creating mychart\n", helm.in(folder).helm4("create", "mychart").ok());
    Path values = folder.resolve("values.yaml");
    Files.writeString(
        values,
        """
        replicaCount: 3
        autoscaling: {enabled: true}
        ingress:
          enabled: true
          className: nginx
          annotations: {a: "1", b: true}
        podAnnotations: {text: "line one\\nline two: {x}"}
        resources: {limits: {cpu: 0.5, memory: 1e9}}
        nodeSelector: {"kubernetes.io/os": linux}
        tolerations: [{key: a, operator: Exists}]
        """);
    same(helm, folder.resolve("mychart"), values);
    helm.in(folder).helm4("package", "mychart").ok();
    same(helm, folder.resolve("mychart-0.1.0.tgz"), values);
  }

  @Test
  void everyExample(TestHelm helm) throws IOException {
    Path values = folder.resolve("values.yaml");
    Files.writeString(
        values,
        """
        replicas: 4
        greeting: "Good day: 'quoted' & <tagged>"
        global: {currency: CHF}
        payment: {apiKey: "s3cr:et # x"}
        catalog: {pageSize: 100}
        """);
    for (String chart :
        List.of(
            "quickstart/charts/greeter", "quickstart/charts/website", "web-shop/charts/web-shop")) {
      same(helm, EXAMPLES.resolve(chart), values);
    }
  }

  private static void same(TestHelm helm, Path chart, Path values) {
    for (List<String> options : OPTIONS) {
      List<String> arguments =
          new ArrayList<>(
              List.of("template", "x", chart.toString(), "-n", "ns", "-f", values.toString()));
      arguments.addAll(options);
      TestHelm.Run theirs = helm.helm4(arguments.toArray(String[]::new));
      Program.Run ours = Program.run(arguments.toArray(String[]::new));
      assertEquals(
          theirs.stdout(), ours.stdout(), () -> String.join(" ", arguments) + "\n" + ours.stderr());
      assertEquals(theirs.exitCode(), ours.exitCode(), () -> String.join(" ", arguments));
      assertEquals(
          errors(theirs.stderr()), errors(ours.stderr()), () -> String.join(" ", arguments));
    }
  }

  /** Helm's error without the hint on a flag that we do not have. */
  private static String errors(String stderr) {
    return stderr.replace("\n\nUse --debug flag to render out invalid YAML\n", "\n");
  }
}
