package io.autohelm.agent;

import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.LocalRepository;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.sandbox.Sandbox;
import io.autohelm.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: a cluster in memory, a repository made from the quickstart example, and the
 * agent between them.
 *
 * @param once whether to go through the tour and end, instead of waiting for the user
 * @param port of the page; 0, or one that is in use, takes a free one
 * @param folder where the repository and the kubeconfig are made; null takes a new one
 */
record Demo(boolean once, int port, @Nullable Path folder) {
  private static final String SOURCE = "quickstart";

  int run() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      Path place =
          folder == null
              ? Files.createTempDirectory("autohelm-demo")
              : Files.createDirectories(folder);
      return run(place.toRealPath(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("the demo cannot write its files", e);
    }
  }

  private int run(Path place, PrintStream out) throws IOException {
    Path work = place.resolve("config");
    QuickstartFiles.copyTo(work);
    Path kubeconfig = place.resolve("kubeconfig");
    try (Sandbox cluster = Sandbox.start(SandboxOptions.standard());
        LocalRepository repository = LocalRepository.create(work)) {
      Files.writeString(kubeconfig, cluster.kubeconfig());
      repository.commitAll("Begin with the quickstart");
      AgentRuntime agent = AgentRuntime.start(settings(place, work, kubeconfig));
      if (once) {
        try (agent;
            KubeConnection connection = KubeConnection.open(kubeconfig, null, Clock.systemUTC())) {
          return new DemoTour(agent.address(), repository, connection.cluster(), out).run() ? 0 : 1;
        }
      }
      explain(out, agent, work, kubeconfig);
      Shutdown.await(agent);
      return 0;
    }
  }

  private Settings settings(Path place, Path work, Path kubeconfig) {
    Settings.Source source =
        new Settings.Source(
            SOURCE,
            work.toString(),
            new GitRef.Branch("main"),
            "",
            Duration.ofSeconds(1),
            GitCredentials.NONE,
            Map.of("environment", "demo"));
    return new Settings(
        List.of(source),
        kubeconfig,
        null,
        "127.0.0.1",
        isFree(port) ? port : 0,
        place.resolve("data"),
        4);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static void explain(PrintStream out, AgentRuntime agent, Path work, Path kubeconfig) {
    String address = agent.address().toString();
    out.print(
        """

        Autohelm watches a Git repository and keeps a cluster (in memory, for trying out) at what it says.

          Page         %1$s
          Repository   %2$s
          Kubeconfig   %3$s

        Three things to try:

          1. Commit a change. The page shows revision 2 within seconds:
               cd %2$s
               sed -i 's/Hello/Good day/' releases/greeter.yaml
               git commit -am 'Greet politely'

          2. Break something. It comes back by itself:
               kubectl --kubeconfig %3$s -n quickstart delete deployment website

          3. Read the metric. It is 1 while the last check found drift:
               curl -s %1$smetrics | grep autohelm_release_drifted

        Ctrl-C ends the demo.

        """
            .formatted(address, work, kubeconfig));
  }
}
