package io.autohelm.benchmarks;

import io.autohelm.engine.chart.StarterChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Installs, upgrades, upgrades without a change and uninstalls by this project, by Helm's packages
 * in one process and by Helm's command line, in turns on one API server. Prints the median
 * milliseconds and the requests for one release.
 */
public final class ActionSpeed {
  private static final List<String> STEPS =
      List.of("install", "upgrade", "upgrade without a change", "uninstall");

  /** What each calls itself before the API server. */
  private static final Map<String, String> AGENTS =
      Map.of(
          "autohelm", "helm-autohelm", "Helm's packages", "Helm/", "Helm's command line", "Helm/");

  private ActionSpeed() {}

  /** The arguments, as the script's usage says. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--releases", "30");
    options.put("--helm", "helm");
    options.put("--wait", "");
    for (int i = 0; i < args.length; i++) {
      options.put(args[i], args[i].equals("--wait") ? "wait" : args[++i]);
    }
    String kubeconfig = options.get("--kubeconfig");
    String sdk = options.get("--helm-actions");
    if (kubeconfig == null || sdk == null) {
      System.err.println(
          "usage: benchmarks/actions --kubeconfig FILE [--audit FILE] [--helm PROGRAM]"
              + " [--releases N] [--wait]");
      System.exit(2);
      return;
    }
    Path chart = Files.createTempDirectory("chart");
    StarterChart.create("shop", chart, overwritten -> {});
    run(
        chart.resolve("shop"),
        Path.of(kubeconfig).toAbsolutePath(),
        options,
        Integer.parseInt(options.getOrDefault("--releases", "30")),
        sdk);
  }

  private static void run(
      Path chart, Path kubeconfig, Map<String, String> options, int releases, String sdk)
      throws IOException {
    boolean wait = !options.getOrDefault("--wait", "").isEmpty();
    String audit = options.get("--audit");
    AuditLog log = audit == null ? null : new AuditLog(Path.of(audit));
    String helm = options.getOrDefault("--helm", "helm");
    try (OurActions ours = new OurActions(kubeconfig);
        PipedActions packages = new PipedActions(sdk, kubeconfig)) {
      Map<String, Actor> actors = new LinkedHashMap<>();
      actors.put("autohelm", ours);
      actors.put("Helm's packages", packages);
      actors.put("Helm's command line", new ProgramActions(helm, kubeconfig));
      String run = Long.toString(System.currentTimeMillis() % 100_000);
      Map<String, String> namespaces = new LinkedHashMap<>();
      actors.forEach(
          (name, actor) -> namespaces.put(name, "bench-" + namespaces.size() + "-" + run));
      namespaces.values().forEach(ours::createNamespace);
      for (Map.Entry<String, Actor> actor : actors.entrySet()) {
        warm(actor.getValue(), namespaces.getOrDefault(actor.getKey(), ""), chart, wait);
      }
      System.out.printf(
          Locale.ROOT,
          "%d releases of a Deployment, a Service and a ServiceAccount%s; median of one%n",
          releases,
          wait ? ", waiting until they are ready" : "");
      for (String step : STEPS) {
        System.out.println(step + ":");
        Measured first = null;
        // Helm's two write the same name into the audit log: each has its own part of it.
        for (Map.Entry<String, Actor> actor : actors.entrySet()) {
          long start = log == null ? 0 : log.length();
          List<Double> times = new ArrayList<>();
          for (int i = 0; i < releases; i++) {
            times.add(
                one(
                    step,
                    actor.getValue(),
                    namespaces.getOrDefault(actor.getKey(), ""),
                    "shop-" + i,
                    chart,
                    wait));
          }
          Measured measured =
              new Measured(
                  Times.middle(times),
                  log == null
                      ? Double.NaN
                      : log.of(AGENTS.getOrDefault(actor.getKey(), ""), start) / (double) releases);
          first = first == null ? measured : first;
          System.out.println("  " + measured.line(actor.getKey(), first));
        }
      }
      namespaces.values().forEach(ours::deleteNamespace);
    }
  }

  /** Discovery, classes and compiled code are not what is compared. */
  private static void warm(Actor actor, String namespace, Path chart, boolean wait)
      throws IOException {
    int rounds = actor instanceof ProgramActions ? 1 : 15;
    for (int i = 0; i < rounds; i++) {
      for (String step : STEPS) {
        one(step, actor, namespace, "warm-" + i, chart, wait);
      }
    }
  }

  private static double one(
      String step, Actor actor, String namespace, String release, Path chart, boolean wait)
      throws IOException {
    String values = step.startsWith("upgrade") ? "replicaCount=2" : "replicaCount=1";
    long begin = System.nanoTime();
    switch (step) {
      case "install" -> actor.install(namespace, release, chart, values, wait);
      case "uninstall" -> actor.uninstall(namespace, release, wait);
      default -> actor.upgrade(namespace, release, chart, values, wait);
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  /**
   * What one release took.
   *
   * @param requests NaN where nobody counted
   */
  private record Measured(double milliseconds, double requests) {
    String line(String name, Measured ours) {
      String counted =
          Double.isNaN(requests) ? "" : String.format(Locale.ROOT, " %6.1f requests", requests);
      return String.format(
          Locale.ROOT,
          "%-20s %8.1f ms%s   ratio of ours %.2f",
          name,
          milliseconds,
          counted,
          ours.milliseconds / milliseconds);
    }
  }
}
