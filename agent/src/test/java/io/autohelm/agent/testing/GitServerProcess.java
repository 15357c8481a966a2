package io.autohelm.agent.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Git server in a process of its own, which a test may kill. */
public final class GitServerProcess {
  private GitServerProcess() {}

  /**
   * Serves a folder until it is ended.
   *
   * @param arguments the port, the folder; the password of {@code bot} is in the environment
   */
  public static void main(String[] arguments) {
    GitHttpServer server = GitHttpServer.at(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
    server.protectedBy("bot", System.getenv("GIT_PASSWORD"));
    System.out.println("serves " + server.url(""));
  }

  /** Starts one. */
  public static Process start(int port, Path folder, String password, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path", "")),
                GitServerProcess.class.getName(),
                Integer.toString(port),
                folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(Map.of("GIT_PASSWORD", password));
    return builder.start();
  }
}
