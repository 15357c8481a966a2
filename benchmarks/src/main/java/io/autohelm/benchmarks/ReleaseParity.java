package io.autohelm.benchmarks;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Installs, upgrades and uninstalls charts by Helm and by this project, and compares what is in the
 * cluster at each stage. What two runs of Helm do not agree on, because it is random, is not
 * compared.
 */
public final class ReleaseParity {
  private static final String RELEASE = "probe";

  private final KubeConnection connection;
  private final ClusterState states;
  private final OurActions ours;
  private final ProgramActions helm;
  private final AuditLog audit;
  private int serial;

  private ReleaseParity(
      KubeConnection connection, OurActions ours, ProgramActions helm, AuditLog audit) {
    this.connection = connection;
    this.states = new ClusterState(connection);
    this.ours = ours;
    this.helm = helm;
    this.audit = audit;
  }

  /**
   * A stage: what was said, and what was in the cluster after it.
   *
   * @param failure the first line; empty for none
   */
  private record Stage(String name, String failure, Map<String, Object> state) {}

  /** What one of them made of a chart. */
  private record Life(List<Stage> stages, List<String> order) {}

  /** The arguments, as the script's usage says. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = new LinkedHashMap<>(Map.of("--helm", "helm", "--only", ""));
    Path folder = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--")) {
        options.put(args[i], args[++i]);
      } else {
        folder = Path.of(args[i]).toAbsolutePath();
      }
    }
    String kubeconfig = options.get("--kubeconfig");
    if (folder == null || kubeconfig == null) {
      System.err.println(
          "usage: benchmarks/releases FOLDER --kubeconfig FILE [--audit FILE] [--helm PROGRAM]"
              + " [--every N] [--most N] [--only TEXT]");
      System.exit(2);
      return;
    }
    Path config = Path.of(kubeconfig).toAbsolutePath();
    try (KubeConnection connection = KubeConnection.open(config, null, Clock.systemUTC());
        OurActions ours = new OurActions(config)) {
      ReleaseParity parity =
          new ReleaseParity(
              connection,
              ours,
              new ProgramActions(options.getOrDefault("--helm", "helm"), config),
              new AuditLog(Path.of(options.getOrDefault("--audit", "/dev/null"))));
      System.exit(
          parity.compare(
              folder,
              Integer.parseInt(options.getOrDefault("--every", "1")),
              Integer.parseInt(options.getOrDefault("--most", "1000000")),
              options.getOrDefault("--only", "")));
    }
  }

  private int compare(Path folder, int every, int most, String only) throws IOException {
    List<Path> charts;
    try (var all = Files.list(folder)) {
      charts = all.filter(path -> path.toString().contains(only)).sorted().toList();
    }
    int same = 0;
    int refused = 0;
    int different = 0;
    for (int i = 0; i < charts.size() && same + different < most; i += every) {
      Path chart = charts.get(i);
      String values = change(chart);
      if (values.isEmpty()) {
        continue;
      }
      Life first = live(helm, "Helm/", chart, values);
      if (!first.stages().get(0).failure().isEmpty()) {
        refused++;
        continue;
      }
      Life second = live(helm, "Helm/", chart, values);
      Life our = live(ours, "helm-autohelm", chart, values);
      List<String> differences = differences(first, second, our);
      if (differences.isEmpty()) {
        same++;
        System.out.println("same " + chart.getFileName() + " (" + objects(first) + " objects)");
      } else {
        different++;
        System.out.println("DIFFERENT " + chart.getFileName());
        differences.stream().limit(12).forEach(line -> System.out.println("    " + line));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d charts: %d the same, %d different; %d more that Helm cannot install with their default"
            + " values%n",
        same + different,
        same,
        different,
        refused);
    return different == 0 ? 0 : 1;
  }

  private static int objects(Life life) {
    return life.stages().get(0).state().size();
  }

  /** A value that the chart has, changed; empty where the chart cannot be read or installed. */
  private static String change(Path folder) {
    Chart chart;
    try {
      chart = Charts.load(folder);
    } catch (ChartException e) {
      return "";
    }
    if (chart.whyNotInstallable().isPresent()) {
      return "";
    }
    for (String count : List.of("replicaCount", "replicas")) {
      if (chart.values().get(count) instanceof Number number) {
        return count + "=" + (number.intValue() + 1);
      }
    }
    return chart.values().containsKey("fullnameOverride")
        ? "fullnameOverride=renamed"
        : "autohelmProbe=1";
  }

  private Life live(Actor actor, String agent, Path chart, String values) throws IOException {
    String namespace = "parity-" + ProcessHandle.current().pid() + "-" + ++serial;
    Map<String, Object> before = states.of(namespace);
    ours.createNamespace(namespace);
    long start = audit.length();
    List<Stage> stages = new ArrayList<>();
    stages.add(
        stage(
            "install",
            before,
            namespace,
            () -> actor.install(namespace, RELEASE, chart, "autohelmProbe=0", false)));
    if (stages.get(0).failure().isEmpty()) {
      stages.add(
          stage(
              "upgrade",
              before,
              namespace,
              () -> actor.upgrade(namespace, RELEASE, chart, values, false)));
      stages.add(
          stage("uninstall", before, namespace, () -> actor.uninstall(namespace, RELEASE, true)));
    } else {
      stage("tidy", before, namespace, () -> actor.uninstall(namespace, RELEASE, true));
    }
    List<String> order = audit.writes(agent, start);
    ours.deleteNamespace(namespace);
    tidy(before, namespace);
    return new Life(stages, order);
  }

  /** Removes what stays beside namespaces, CRDs above all, and waits until it is gone. */
  private void tidy(Map<String, Object> before, String namespace) {
    List<KubeObject> left = new ArrayList<>();
    states
        .of(namespace)
        .forEach(
            (key, tree) -> {
              if (!before.containsKey(key) && tree instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                map.forEach((field, value) -> object.put(String.valueOf(field), value));
                KubeObject one = new KubeObject(object);
                if (one.namespace().isEmpty()) {
                  connection.cluster().delete(one);
                  left.add(one);
                }
              }
            });
    connection.cluster().awaitGone(left, Duration.ofMinutes(1));
  }

  private interface Step {
    void run() throws IOException;
  }

  private Stage stage(String name, Map<String, Object> before, String namespace, Step step) {
    String failure = "";
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      failure = String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
    }
    Map<String, Object> state = new TreeMap<>(states.of(namespace));
    state.keySet().removeAll(before.keySet());
    return new Stage(name, failure, state);
  }

  private static List<String> differences(Life first, Life second, Life our) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < first.stages().size(); i++) {
      Stage a = first.stages().get(i);
      Stage b = i < second.stages().size() ? second.stages().get(i) : a;
      if (i >= our.stages().size()) {
        found.add(a.name() + ": we did not come so far: " + our.stages().get(0).failure());
        break;
      }
      Stage c = our.stages().get(i);
      if (a.failure().isEmpty() != c.failure().isEmpty()) {
        found.add(a.name() + ": Helm: " + a.failure() + " | us: " + c.failure());
      }
      Set<String> keys = new TreeSet<>(a.state().keySet());
      keys.addAll(c.state().keySet());
      for (String key : keys) {
        if (a.state().containsKey(key) != b.state().containsKey(key)) {
          continue; // Helm's own runs do not agree
        }
        compare(
            a.name() + ": " + key,
            a.state().get(key),
            b.state().get(key),
            c.state().get(key),
            found);
      }
    }
    if (first.order().equals(second.order()) && !first.order().equals(our.order())) {
      found.add("order: Helm " + first.order() + " | us " + our.order());
    }
    return found;
  }

  private static void compare(
      String path,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object our,
      List<String> found) {
    if (first instanceof Map<?, ?> a
        && second instanceof Map<?, ?> b
        && our instanceof Map<?, ?> c) {
      Set<Object> keys = new TreeSet<>(a.keySet());
      c.keySet().forEach(keys::add);
      for (Object key : keys) {
        compare(path + "/" + key, a.get(key), b.get(key), c.get(key), found);
      }
    } else if (first instanceof List<?> a
        && second instanceof List<?> b
        && our instanceof List<?> c
        && a.size() == b.size()
        && a.size() == c.size()) {
      for (int i = 0; i < a.size(); i++) {
        compare(path + "/" + i, a.get(i), b.get(i), c.get(i), found);
      }
    } else if (String.valueOf(first).equals(String.valueOf(second))
        && !String.valueOf(first).equals(String.valueOf(our))) {
      found.add(path + ": Helm " + cut(first) + " | us " + cut(our));
    }
  }

  private static String cut(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() > 160 ? text.substring(0, 160) + "..." : text;
  }
}
