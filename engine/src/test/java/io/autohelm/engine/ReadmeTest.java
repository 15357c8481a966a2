package io.autohelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.action.ClusterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code is compiled and run as it stands there, but for the path of the chart. */
final class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void rendersAChart() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      run(0, folder);
    } finally {
      System.setOut(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("---\napiVersion: v1\nkind: ConfigMap\n"), text);
    assertTrue(text.contains("replicas: \"3\""), text);
  }

  /** Without a cluster at hand the code gets as far as asking for it. */
  @Test
  void asksTheClusterToInstall() throws Exception {
    Path kubeconfig = folder.resolve("config");
    Files.writeString(
        kubeconfig,
        "{apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster:"
            + " c, user: u}}], users: [{name: u, user: {}}], clusters: [{name: c, cluster: {server:"
            + " 'http://127.0.0.1:1'}}]}");
    InvocationTargetException failed =
        assertThrows(InvocationTargetException.class, () -> run(1, kubeconfig));
    ClusterException refused = assertInstanceOf(ClusterException.class, failed.getCause());
    assertEquals(ClusterException.Reason.UNREACHABLE, refused.reason());
  }

  private void run(int index, Path kubeconfig) throws Exception {
    Path chart = folder.resolve("shop");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(chart.resolve("Chart.yaml"), "{apiVersion: v2, name: shop, version: 1.0.0}");
    Files.writeString(
        chart.resolve("templates/config.yaml"),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{ .Release.Name }}
        data:
          replicas: {{ .Values.replicas | quote }}
        """);
    String code = blocks().get(index).replace("charts/shop", chart.toString().replace('\\', '/'));
    String name = "Block" + index;
    Path source = folder.resolve(name + ".java");
    Files.writeString(
        source,
        """
        import io.autohelm.engine.action.*;
        import io.autohelm.engine.chart.*;
        import io.autohelm.engine.kube.*;
        import io.autohelm.engine.release.*;
        import io.autohelm.engine.render.*;
        import io.autohelm.engine.values.*;
        import java.nio.file.Path;
        import java.time.Clock;
        import java.util.Map;

        public final class %s {
          public static void run(Path kubeconfig) throws Exception {
        %s
          }
        }
        """
            .formatted(name, code));
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                problems,
                "-proc:none",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, result, problems.toString(StandardCharsets.UTF_8));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      loader.loadClass(name).getMethod("run", Path.class).invoke(null, kubeconfig);
    }
  }

  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    while (block.find()) {
      blocks.add(block.group(1));
    }
    assertEquals(2, blocks.size());
    return blocks;
  }
}
