package io.autohelm.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kubectl takes the sandbox for a cluster. Where there is no kubectl there is nothing to show. */
final class KubectlIT {
  private static final String MAP =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\ndata: {a: \"1\"}\n";

  @TempDir private static Path folder;
  private static Sandbox sandbox;

  @BeforeAll
  static void start() throws Exception {
    boolean there =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getenv("PATH"))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl")));
    assumeTrue(there, "no kubectl on the path");
    sandbox = Sandbox.start(SandboxOptions.standard());
    Files.writeString(folder.resolve("kubeconfig"), sandbox.kubeconfig());
  }

  @AfterAll
  static void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  private static String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static String file(String name) throws IOException {
    return Files.writeString(folder.resolve(name + ".yaml"), MAP.replace("NAME", name)).toString();
  }

  @Test
  void appliesOnTheClient() throws Exception {
    String file = file("client");
    assertTrue(kubectl("apply", "-f", file).contains("configmap/client created"));
    assertTrue(kubectl("apply", "-f", file).contains("configmap/client unchanged"));
    kubectl("patch", "configmap", "client", "-p", "{\"data\":{\"a\":\"2\"}}");
    assertTrue(kubectl("apply", "-f", file).contains("configmap/client configured"));
    assertTrue(kubectl("get", "configmap", "client").contains("DATA"));
    assertEquals("1", kubectl("get", "configmap", "client", "-o", "jsonpath={.data.a}"));
    assertTrue(kubectl("delete", "-f", file).contains("deleted"));
  }

  @Test
  void appliesOnTheServer() throws Exception {
    String file = file("server");
    kubectl("apply", "--server-side", "-f", file);
    kubectl("apply", "--server-side", "-f", file);
    kubectl("label", "configmap", "server", "x=y");
    String shown = kubectl("get", "configmap", "server", "-o", "yaml", "--show-managed-fields");
    assertTrue(shown.contains("manager: kubectl-label"), shown);
    assertTrue(shown.contains("operation: Apply"), shown);
  }

  @Test
  void rollsOut() throws Exception {
    kubectl("create", "deployment", "web", "--image=nginx:1", "--replicas=2");
    kubectl("rollout", "status", "deployment/web", "--timeout=30s");
    kubectl("set", "image", "deployment/web", "nginx=nginx:2");
    kubectl("rollout", "status", "deployment/web", "--timeout=30s");
    assertTrue(kubectl("get", "pods").contains("Running"));
    kubectl("scale", "deployment/web", "--replicas=0");
    kubectl("wait", "--for=jsonpath={.spec.replicas}=0", "deployment/web", "--timeout=30s");
    assertTrue(kubectl("describe", "deployment", "web").contains("nginx:2"));
    assertTrue(kubectl("delete", "deployment", "web", "--wait").contains("deleted"));
  }

  @Test
  void asksAndLooksAround() throws Exception {
    assertEquals("yes\n", kubectl("auth", "can-i", "create", "pods"));
    assertTrue(kubectl("api-resources").contains("networkpolicies"));
    assertTrue(kubectl("get", "all", "--all-namespaces").contains("service/kubernetes"));
    kubectl("create", "namespace", "short-lived");
    kubectl("create", "secret", "generic", "s", "--from-literal=a=b", "-n", "short-lived");
    kubectl("delete", "namespace", "short-lived", "--timeout=30s");
  }
}
