package io.autohelm.benchmarks;

import io.autohelm.agent.git.LocalRepository;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The packaged agent over many releases, each a Deployment, a Service and a ServiceAccount in a
 * namespace of its own. Prints what each phase took beside what Flux took for the same on such a
 * cluster, with the share of its seconds, of its processor time (both sides) and of its requests:
 * helm-controller 1.6.2 and source-controller 1.9.1, 500 releases, ten at once, drift detection on,
 * two shared cores.
 */
public final class AgentSpeed {
  private static final Pattern SERVER = Pattern.compile("\"?server\"?: *\"?(https?://[^\"\\s,]+)");

  private static final int PASSES = 3;

  /** Seconds after which a phase is given up. */
  private static final int LIMIT = 900;

  private final Path folder;
  private final LocalRepository repository;
  private final Cluster cluster;
  private final Map<String, String> options;
  private final int releases;
  private final String run = Long.toString(System.currentTimeMillis() % 100_000);
  private final long server;

  private AgentSpeed(
      Path folder, LocalRepository repository, Cluster cluster, Map<String, String> options)
      throws IOException {
    this.folder = folder;
    this.repository = repository;
    this.cluster = cluster;
    this.options = options;
    this.releases = Integer.parseInt(option("--releases"));
    this.server = server(Path.of(option("--kubeconfig")));
  }

  private String option(String name) {
    return options.getOrDefault(name, "");
  }

  /** The arguments, as the script's usage says. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--releases", "500");
    options.put("--concurrency", "10");
    options.put("--heap", "256m");
    options.put("--drift", "20");
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    if (options.get("--kubeconfig") == null) {
      System.err.println(
          "usage: benchmarks/agent --kubeconfig FILE [--releases N] [--concurrency N]"
              + " [--heap SIZE] [--drift N]");
      System.exit(2);
      return;
    }
    Path folder = Files.createTempDirectory("agent-speed");
    try (KubeConnection connection =
            KubeConnection.open(Path.of(options.get("--kubeconfig")), null, Clock.systemUTC());
        LocalRepository repository =
            LocalRepository.create(Files.createDirectory(folder.resolve("config")))) {
      new AgentSpeed(folder, repository, connection.cluster(), options).run();
    }
  }

  /** The process of the API server that the kubeconfig names, 0 where it is on another machine. */
  private static long server(Path kubeconfig) throws IOException {
    Matcher matcher = SERVER.matcher(Files.readString(kubeconfig));
    String port = matcher.find() ? Integer.toString(URI.create(matcher.group(1)).getPort()) : "";
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(List::of)
                    .orElse(List.of())
                    .contains("--secure-port=" + port))
        .findFirst()
        .map(ProcessHandle::pid)
        .orElse(0L);
  }

  private void run() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("autohelm.yaml");
    Files.writeString(
        config,
        """
        autohelm:
          sources:
          - { name: bench-%s, url: %s, interval: 1s, guard: { maxDeletions: 100000, maxDeletionShare: 100%%, allowEmpty: true } }
          cluster: { kubeconfig: %s }
          http: { host: 127.0.0.1, port: %d }
          dataFolder: %s
          concurrency: %s
        """
            .formatted(
                run,
                repository.folder(),
                option("--kubeconfig"),
                port,
                folder.resolve("data"),
                option("--concurrency")));
    writeChart();
    write("readme.txt", "nothing yet");
    repository.commitAll("Nothing yet");
    Path log = folder.resolve("agent.log");
    System.out.printf(
        Locale.ROOT,
        "%d releases, %s at once, -Xmx%s; log %s%n%n",
        releases,
        option("--concurrency"),
        option("--heap"),
        log);
    AgentProcess agent = AgentProcess.start(config, port, option("--heap"), log);
    try {
      until(() -> agent.requests() > 0);
      phases(agent);
    } finally {
      agent.close();
    }
    try (AgentProcess again = AgentProcess.start(config, port, option("--heap"), log)) {
      measure(
          again,
          "start again, look at all",
          null,
          () -> {},
          () -> ready(again, 2, Instant.EPOCH) == releases);
      for (int i = 0; i < releases; i++) {
        Files.delete(repository.folder().resolve("apps/r" + i + ".yaml"));
      }
      measure(
          again,
          "uninstall all",
          null,
          () -> repository.commitAll("Remove"),
          () -> again.releases().isEmpty());
    }
  }

  private void phases(AgentProcess agent) throws IOException {
    measure(
        agent,
        "install all until ready",
        new Peer(151, 72, 99, 66),
        () -> declare("red"),
        () -> ready(agent, 1, Instant.EPOCH) == releases);
    measure(
        agent,
        "upgrade all until ready",
        new Peer(195, 125, 115, 65),
        () -> declare("blue"),
        () -> ready(agent, 2, Instant.EPOCH) == releases);
    pass(agent, "look at all after the upgrade", null);
    for (int i = 0; i < PASSES; i++) {
      pass(agent, "look at all, nothing changed", new Peer(24, 8, 23, 15));
    }
    double before = agent.requests();
    double cpu = agent.cpu();
    sleep(30_000);
    System.out.printf(
        Locale.ROOT,
        "%-32s %.0f requests, CPU %.2f s in half a minute%n",
        "idle",
        agent.requests() - before,
        agent.cpu() - cpu);
    drift("deleted", (object, name) -> cluster.delete(object, Cluster.Propagation.BACKGROUND));
    drift(
        "scaled",
        (object, name) ->
            cluster.patch(object, Cluster.PatchKind.MERGE, Map.of("spec", Map.of("replicas", 5L))));
    System.out.printf(
        Locale.ROOT,
        "%-32s %.0f MiB now, %.0f at the most (Flux's two controllers 251 idle, 426)%n",
        "memory (RSS)",
        agent.memory("VmRSS"),
        agent.memory("VmHWM"));
  }

  /** A commit that changes no declaration has every release looked at. */
  private void pass(AgentProcess agent, String phase, @Nullable Peer flux) throws IOException {
    Instant commit = Instant.now();
    measure(
        agent,
        phase,
        flux,
        () -> {
          write("readme.txt", commit.toString());
          repository.commitAll("Change nothing that is declared");
        },
        () -> ready(agent, 2, commit) == releases);
  }

  private interface Step {
    void run() throws IOException;
  }

  private interface Hand {
    void change(KubeObject object, String name);
  }

  private void measure(
      AgentProcess agent, String phase, @Nullable Peer flux, Step step, BooleanSupplier done)
      throws IOException {
    double requests = agent.requests();
    double cpu = agent.cpu();
    double serverCpu = AgentProcess.cpu(server);
    Instant start = Instant.now();
    step.run();
    until(done);
    Peer ours =
        new Peer(
            seconds(start),
            agent.cpu() - cpu,
            AgentProcess.cpu(server) - serverCpu,
            (agent.requests() - requests) / releases);
    System.out.printf(
        "%-32s %s%n", phase, flux == null ? ours.text() : ours.beside(flux.of(releases)));
  }

  /**
   * What a phase took.
   *
   * @param cpu processor seconds of the agent, or of Flux's helm-controller
   * @param serverCpu those of the API server meanwhile
   * @param requests for each release
   */
  private record Peer(double seconds, double cpu, double serverCpu, double requests) {
    String text() {
      return String.format(
          Locale.ROOT,
          "%.1f s, CPU %.1f + %.1f s, %.1f requests a release",
          seconds,
          cpu,
          serverCpu,
          requests);
    }

    /** What was measured with 500 releases, for another number of them. */
    Peer of(int releases) {
      double share = releases / 500.0;
      return new Peer(seconds * share, cpu * share, serverCpu * share, requests);
    }

    String beside(Peer flux) {
      return String.format(
          Locale.ROOT,
          "%s; Flux: %s; of that %.2f, %.2f, %.2f",
          text(),
          flux.text(),
          seconds / flux.seconds,
          (cpu + serverCpu) / (flux.cpu + flux.serverCpu),
          requests / flux.requests);
    }
  }

  /** Milliseconds from a change by hand until the object is as declared, one after the other. */
  private void drift(String how, Hand hand) {
    List<Double> took = new ArrayList<>();
    int objects = Math.min(releases, Integer.parseInt(option("--drift")));
    for (int i = 0; i < objects; i++) {
      KubeObject object = deployment(i);
      String uid = cluster.get(object).map(AgentSpeed::uid).orElse("");
      Instant start = Instant.now();
      hand.change(object, namespace(i));
      await(() -> isRight(cluster.get(object), uid, how), 20);
      took.add(seconds(start) * 1000);
    }
    Collections.sort(took);
    System.out.printf(
        Locale.ROOT,
        "%-32s p50 %.0f ms, p99 %.0f ms of %d (Flux: when it is told to look, 20 in 2.8 s)%n",
        "a Deployment " + how + ", put right",
        took.get(took.size() / 2),
        took.get((took.size() - 1) * 99 / 100),
        took.size());
  }

  private static String uid(KubeObject object) {
    return String.valueOf(object.metadata().get("uid"));
  }

  private static boolean isRight(Optional<KubeObject> found, String uid, String how) {
    return found.isPresent()
        && (how.equals("deleted")
            ? !uid(found.get()).equals(uid)
            : found.get().tree().get("spec") instanceof Map<?, ?> spec
                && spec.get("replicas") instanceof Number replicas
                && replicas.intValue() == 1);
  }

  private KubeObject deployment(int i) {
    return KubeObject.parseAll(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: r%d, namespace: %s }\n"
                .formatted(i, namespace(i)))
        .get(0);
  }

  private String namespace(int i) {
    return "bench-" + run + "-" + i;
  }

  /** How many releases are deployed in a revision and were looked at since then. */
  private static long ready(AgentProcess agent, int revision, Instant since) {
    return agent.releases().stream()
        .filter(
            release ->
                release instanceof Map<?, ?> view
                    && "deployed".equals(view.get("state"))
                    && view.get("error") == null
                    && String.valueOf(view.get("revision"))
                        .replaceAll("\\..*", "")
                        .equals(Integer.toString(revision))
                    && Instant.parse(String.valueOf(view.get("lastSync"))).isAfter(since))
        .count();
  }

  private void declare(String colour) throws IOException {
    for (int i = 0; i < releases; i++) {
      write(
          "apps/r" + i + ".yaml",
          """
          apiVersion: autohelm.io/v1
          kind: Release
          metadata: { name: r%d, namespace: %s }
          spec:
            chart: { path: chart }
            values: { colour: %s }
            interval: 10m
          """
              .formatted(i, namespace(i), colour));
    }
    repository.commitAll("Everything " + colour);
  }

  private void writeChart() throws IOException {
    write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    write(
        "chart/templates/all.yaml",
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: "{{ .Release.Name }}" }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: "{{ .Release.Name }}" }
        spec: { selector: { app: "{{ .Release.Name }}" }, ports: [ { port: 80 } ] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: "{{ .Release.Name }}" }
        spec:
          replicas: 1
          selector: { matchLabels: { app: "{{ .Release.Name }}" } }
          template:
            metadata: { labels: { app: "{{ .Release.Name }}", colour: "{{ .Values.colour }}" } }
            spec:
              serviceAccountName: "{{ .Release.Name }}"
              containers: [ { name: web, image: nginx } ]
        """);
  }

  private void write(String path, String text) throws IOException {
    Path file = repository.folder().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static double seconds(Instant start) {
    return java.time.Duration.between(start, Instant.now()).toMillis() / 1000.0;
  }

  /** Asks seldom enough that the answers cost the agent little. */
  private static void until(BooleanSupplier condition) {
    await(condition, 100);
  }

  private static void await(BooleanSupplier condition, long pause) {
    Instant start = Instant.now();
    while (!condition.getAsBoolean()) {
      if (seconds(start) > LIMIT) {
        throw new IllegalStateException("not done within " + LIMIT + " s; see the agent's log");
      }
      sleep(pause);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("told to end", e);
    }
  }
}
