package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A control plane of real Kubernetes programs on this machine, with one fake node on which pods
 * become ready and Jobs complete without a container being run.
 */
final class BinaryCluster implements RunningCluster {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final Binaries binaries;
  private final String url;
  private final Map<String, Process> children = Collections.synchronizedMap(new TreeMap<>());
  private String kubeconfig = "";
  private String etcdUrl = "";
  private int apiPort;

  private BinaryCluster(Path folder, Binaries binaries, int port) {
    this.folder = folder;
    this.binaries = binaries;
    this.url = "https://127.0.0.1:" + port;
  }

  /** Starts all and waits until the node is ready; on failure nothing is left behind. */
  static BinaryCluster start(Path folder, Binaries binaries) throws IOException {
    List<Integer> ports = freePorts(6);
    BinaryCluster cluster = new BinaryCluster(folder, binaries, ports.get(2));
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop));
    try {
      cluster.run(ports);
      return cluster;
    } catch (IOException | RuntimeException failure) {
      cluster.stop();
      throw failure;
    }
  }

  private void run(List<Integer> ports) throws IOException {
    Map<String, String> tokens = new TreeMap<>();
    for (String user : List.of("admin", "controller-manager", "scheduler", "kwok")) {
      tokens.put(user, UUID.randomUUID().toString());
    }
    ApiProbe probe = new ApiProbe(url, tokens.get("admin"), Certificates.writeInto(folder));
    writeFiles(tokens);
    String etcd = "http://127.0.0.1:" + ports.get(0);
    etcdUrl = etcd;
    apiPort = ports.get(2);
    startEtcd(etcd, "http://127.0.0.1:" + ports.get(1));
    startApiServer(etcd, ports.get(2));
    await("the API server", () -> probe.get("/readyz").equals("ok"));
    start(
        Tool.CONTROLLER_MANAGER,
        "--kubeconfig=" + folder.resolve("controller-manager.kubeconfig"),
        "--bind-address=127.0.0.1",
        "--secure-port=" + ports.get(3),
        "--cert-dir=" + folder.resolve("certs-controller-manager"),
        "--leader-elect=false",
        "--service-account-private-key-file=" + folder.resolve("sa.key"),
        "--root-ca-file=" + folder.resolve("ca.crt"),
        "--use-service-account-credentials=false",
        "--allocate-node-cidrs=false",
        // The fake node's lease is late after the API server was away. Pods of a node that is given
        // up are marked as not ready, and kwok would leave them so for ever.
        "--node-monitor-grace-period=1h",
        // By default it allows itself 20 requests a second: a hundred namespaces would wait for it.
        "--kube-api-qps=500",
        "--kube-api-burst=1000");
    start(
        Tool.SCHEDULER,
        "--kubeconfig=" + folder.resolve("scheduler.kubeconfig"),
        "--bind-address=127.0.0.1",
        "--secure-port=" + ports.get(4),
        "--cert-dir=" + folder.resolve("certs-scheduler"),
        "--leader-elect=false",
        "--kube-api-qps=500",
        "--kube-api-burst=1000");
    start(
        Tool.KWOK,
        "--config=" + folder.resolve("stages.yaml"),
        "--kubeconfig=" + folder.resolve("kwok.kubeconfig"),
        "--manage-all-nodes=true",
        "--node-lease-duration-seconds=40",
        "--cidr=10.128.0.0/14",
        "--node-ip=127.0.0.1",
        "--node-port=" + ports.get(5),
        "--tls-cert-file=" + folder.resolve("api.crt"),
        "--tls-private-key-file=" + folder.resolve("api.key"),
        "--server-address=127.0.0.1:" + ports.get(5));
    probe.post("/api/v1/nodes", text("node.json"));
    await(
        "node kwok-0",
        () ->
            probe
                .get("/api/v1/nodes/kwok-0")
                .replaceAll("\\s", "")
                .matches(".*\"type\":\"Ready\",\"status\":\"True\".*"));
    await(
        "the service account of namespace default",
        () -> probe.get("/api/v1/namespaces/default/serviceaccounts/default").contains("\"uid\""));
  }

  private void writeFiles(Map<String, String> tokens) throws IOException {
    StringBuilder lines = new StringBuilder();
    // A user for each program, so that the audit log can tell them apart.
    tokens.forEach(
        (user, token) ->
            lines.append("%s,%s,%s,\"system:masters\"%n".formatted(token, user, user)));
    Files.writeString(folder.resolve("tokens.csv"), lines);
    String authority =
        Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("ca.crt")));
    for (Map.Entry<String, String> entry : tokens.entrySet()) {
      String text = kubeconfig(authority, entry.getKey(), entry.getValue());
      Files.writeString(folder.resolve(entry.getKey() + ".kubeconfig"), text);
      if (entry.getKey().equals("admin")) kubeconfig = text;
    }
    Files.writeString(folder.resolve("audit.yaml"), text("audit.yaml"));
    Files.writeString(
        folder.resolve("stages.yaml"),
        Files.readString(binaries.stages())
            + "\n---\n"
            + text("stages.yaml").replace("@FOLDER@", folder.toString()));
    Files.writeString(folder.resolve("container.log"), text("container.log"));
  }

  private String kubeconfig(String authority, String user, String token) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: testbed
          cluster: {server: "%s", certificate-authority-data: %s}
        users:
        - name: %s
          user: {token: %s}
        contexts:
        - name: testbed
          context: {cluster: testbed, user: %s}
        current-context: testbed
        """
        .formatted(url, authority, user, token, user);
  }

  private void startEtcd(String clients, String peers) throws IOException {
    start(
        Tool.ETCD,
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers,
        "--unsafe-no-fsync");
  }

  /** Ends one program at once, as a failing machine would. */
  void kill(Tool tool) throws IOException {
    Process child = child(tool);
    child.destroyForcibly();
    try {
      child.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  /** Starts the API server again, at its old address. */
  void startApiServer() throws IOException {
    startApiServer(etcdUrl, apiPort);
  }

  /** Sends a program a signal by its name, for example STOP or CONT. */
  void signal(Tool tool, String signal) throws IOException {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(child(tool).pid())).start().waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private Process child(Tool tool) throws IOException {
    Process child = children.get(tool.program);
    if (child == null) throw new IOException(tool.program + " was not started");
    return child;
  }

  private void startApiServer(String etcd, int port) throws IOException {
    start(
        Tool.API_SERVER,
        "--etcd-servers=" + etcd,
        "--secure-port=" + port,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--tls-cert-file=" + folder.resolve("api.crt"),
        "--tls-private-key-file=" + folder.resolve("api.key"),
        "--cert-dir=" + folder.resolve("certs"),
        "--service-account-key-file=" + folder.resolve("sa.key"),
        "--service-account-signing-key-file=" + folder.resolve("sa.key"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--authorization-mode=RBAC",
        "--token-auth-file=" + folder.resolve("tokens.csv"),
        "--allow-privileged=true",
        "--audit-policy-file=" + folder.resolve("audit.yaml"),
        "--audit-log-path=" + folder.resolve("audit.log"));
  }

  private void start(Tool tool, String... flags) throws IOException {
    List<String> command = new ArrayList<>(List.of(binaries.of(tool).toString()));
    command.addAll(List.of(flags));
    Process child =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(tool.program + ".log").toFile())
            .start();
    children.put(tool.program, child);
    // Should the supervisor be killed, the next one finds here what it left behind.
    List<String> pids = children.values().stream().map(each -> each.pid() + "").toList();
    Files.write(folder.resolve(SharedCluster.CHILDREN), pids);
  }

  private interface Condition {
    boolean met() throws IOException;
  }

  private void await(String what, Condition condition) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    IOException last = new IOException("no answer");
    while (System.nanoTime() < end) {
      try {
        if (condition.met()) return;
      } catch (IOException notYet) {
        last = notYet;
      }
      String casualty = casualty();
      if (!casualty.isEmpty()) throw new IOException(casualty + " ended; see its log in " + folder);
      try {
        Thread.sleep(50);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    }
    throw new IOException(what + " did not become ready; see the logs in " + folder, last);
  }

  @Override
  public String kubeconfig() {
    return kubeconfig;
  }

  @Override
  public String casualty() {
    synchronized (children) {
      return children.entrySet().stream()
          .filter(child -> !child.getValue().isAlive())
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse("");
    }
  }

  @Override
  public void stop() {
    List<Process> all;
    synchronized (children) {
      all = List.copyOf(children.values());
    }
    all.forEach(Process::destroy);
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    for (Process child : all) {
      try {
        if (!child.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          child.destroyForcibly();
        }
      } catch (InterruptedException interrupted) {
        child.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ports that were free a moment ago, all different. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) socket.close();
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream content = Binaries.resource(resource)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
