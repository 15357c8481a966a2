package io.autohelm.agent;

import io.autohelm.agent.cli.RootCommand;
import io.autohelm.sandbox.Sandbox;
import io.autohelm.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Runs the commands that people run most, on a cluster in memory, and prints nothing: what is
 * loaded by then is what {@code bin/autohelm} keeps in its archive of classes for a fast start.
 */
public final class StartTraining {
  private StartTraining() {}

  /** The argument: an empty folder to work in. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nowhere);
    System.setErr(nowhere);
    SSLEngine engine = SSLContext.getDefault().createSSLEngine(); // API servers are asked by TLS
    engine.setUseClientMode(true);
    engine.beginHandshake();
    try (Sandbox cluster = Sandbox.start(SandboxOptions.standard())) {
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
      String chart = chart(folder.resolve("chart"));
      String config = kubeconfig.toString();
      for (List<String> line :
          List.of(
              List.of("template", "warm", chart),
              List.of("install", "warm", chart, "--kubeconfig", config),
              List.of("upgrade", "warm", chart, "--set", "a=b", "--kubeconfig", config),
              List.of("diff", "revision", "warm", "1", "--kubeconfig", config),
              List.of("list", "--kubeconfig", config),
              List.of("status", "warm", "--kubeconfig", config),
              List.of("history", "warm", "--kubeconfig", config),
              List.of("get", "all", "warm", "--kubeconfig", config),
              List.of("rollback", "warm", "--kubeconfig", config),
              List.of("uninstall", "warm", "--kubeconfig", config))) {
        String[] arguments = line.toArray(String[]::new);
        RootCommand.commandLine(
                configuration -> 0, (once, port, into) -> 0, (request, out, err) -> 0, arguments)
            .execute(arguments);
      }
    }
    System.exit(0);
  }

  private static String chart(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("Chart.yaml"), "apiVersion: v2\nname: warm\nversion: 0.0.0\n");
    Files.writeString(folder.resolve("values.yaml"), "a: 1\n");
    Files.writeString(
        folder.resolve("templates/a.yaml"),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}"}
        data: {a: {{ .Values | toYaml | quote }}}
        """);
    return folder.toString();
  }
}
