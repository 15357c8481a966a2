package io.autohelm.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The Java blocks of {@code README.md}, compiled and run as a reader would. */
final class ReadmeBlocks {
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\\n(.*?)```");

  private static final List<String> PACKAGES =
      List.of("action", "chart", "kube", "release", "render", "values");

  private ReadmeBlocks() {}

  /** The blocks in order. */
  static List<String> all() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  /**
   * Compiles and runs one.
   *
   * @param kubeconfig what the variable of that name is in the block
   * @param folder for the classes
   * @return what it printed
   */
  static String run(String block, Path kubeconfig, Path folder) throws Exception {
    String imports =
        PACKAGES.stream()
            .map(name -> "import io.autohelm.engine." + name + ".*;\n")
            .collect(Collectors.joining());
    Path source = folder.resolve("Readme.java");
    Files.writeString(
        source,
        imports
            + "import java.nio.file.Path;\nimport java.time.Clock;\nimport java.util.Map;\n"
            + "public final class Readme {\n"
            + "public static void run(Path kubeconfig) throws Exception {\n"
            + block
            + "}\n}\n");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                complaints,
                null,
                null,
                List.of("-proc:none", "-cp", classpath(), "-d", folder.toString()),
                null,
                compiler
                    .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                    .getJavaFileObjects(source))
            .call();
    if (!compiled) {
      throw new AssertionError(complaints);
    }
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader classes =
            new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, ReadmeBlocks.class.getClassLoader());
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      classes.loadClass("Readme").getMethod("run", Path.class).invoke(null, kubeconfig);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static String classpath() {
    String ofSurefire = System.getProperty("surefire.test.class.path");
    return ofSurefire == null ? System.getProperty("java.class.path") : ofSurefire;
  }

  /** A chart for the blocks to work on. */
  static Path chart(Path folder) throws IOException {
    Path chart = Files.createDirectories(folder.resolve("shop").resolve("templates")).getParent();
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    Files.writeString(chart.resolve("values.yaml"), "replicas: 1\n");
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
    return chart;
  }
}
