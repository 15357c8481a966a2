package io.autohelm.benchmarks;

import com.sun.net.httpserver.HttpServer;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartPackage;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.repo.ChartDependencies;
import io.autohelm.engine.repo.ChartFetcher;
import io.autohelm.engine.repo.NamedRepositories;
import io.autohelm.engine.repo.RepositoryException;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packs every chart of a folder into a repository on loopback, and brings from there the
 * dependencies of each chart whose dependencies are among them, once by the real Helm and once by
 * us. Addresses and versions of dependencies are rewritten for that, nothing else.
 */
public final class DependencyParity {
  private static final String ANY = ">=0.0.0-0";

  private final Path work;
  private final String helm;
  private final Set<String> served = new HashSet<>();

  private DependencyParity(Path work, String helm) {
    this.work = work;
    this.helm = helm;
  }

  /** The arguments: FOLDER [--helm PROGRAM]. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String helm = "helm";
    Path folder = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--helm")) {
        helm = args[++i];
      } else {
        folder = Path.of(args[i]).toAbsolutePath().normalize();
      }
    }
    if (folder == null) {
      System.err.println("usage: benchmarks/dependencies FOLDER [--helm PROGRAM]");
      System.exit(2);
      return;
    }
    Path work = Files.createTempDirectory("autohelm-dependencies");
    System.exit(new DependencyParity(work, helm).run(folder));
  }

  private int run(Path folder) throws IOException, InterruptedException {
    List<Path> charts;
    try (Stream<Path> files = Files.walk(folder)) {
      charts =
          files.filter(file -> file.endsWith("Chart.yaml")).map(Path::getParent).sorted().toList();
    }
    Path repository = Files.createDirectory(work.resolve("repository"));
    charts.forEach(chart -> pack(chart, repository));
    helm("repo", "index", repository.toString());
    HttpServer server = serve(repository);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    helm("repo", "add", "local", url);
    ChartFetcher fetcher =
        new ChartFetcher(
            work.resolve("cache"), Map.of(), Map.of(), Clock.systemUTC(), warning -> {});
    fetcher.refresh(url);
    int same = 0;
    int cases = 0;
    for (Path chart : charts) {
      Path theirs = work.resolve("theirs-" + cases).resolve("chart");
      Path ours = work.resolve("ours-" + cases).resolve("chart");
      if (!copied(chart, theirs, url) || !copied(chart, ours, url)) {
        continue;
      }
      cases++;
      String difference = compare(theirs, ours, fetcher, url);
      if (difference.isEmpty()) {
        same++;
      } else {
        System.out.println(folder.relativize(chart) + ": " + difference);
      }
    }
    server.stop(0);
    System.out.println(
        charts.size() + " charts, " + cases + " with dependencies here, " + same + " the same");
    return same == cases ? 0 : 1;
  }

  private void pack(Path chart, Path repository) {
    try {
      served.add(
          new ChartPackage(Clock.systemUTC(), Instant.EPOCH)
              .save(Charts.load(chart), repository)
              .getFileName()
              .toString()
              .replaceFirst("-v?[0-9]+\\..*", ""));
    } catch (ChartException e) {
      System.out.println(chart + " is not served: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer serve(Path folder) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            if (Files.isRegularFile(file)) {
              exchange.sendResponseHeaders(200, Files.size(file));
              Files.copy(file, exchange.getResponseBody());
            } else {
              exchange.sendResponseHeaders(404, -1);
            }
          }
        });
    server.setExecutor(Executors.newFixedThreadPool(4, DependencyParity::daemon));
    server.start();
    return server;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "repository");
    thread.setDaemon(true);
    return thread;
  }

  private record Said(int exit, String text) {}

  private Said helm(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(helm));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    for (String kind : List.of("CONFIG", "CACHE", "DATA")) {
      builder.environment().put("HELM_" + kind + "_HOME", work.resolve("helm").toString());
    }
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  /** Copies a chart without lock and archives; false where its dependencies are not all served. */
  private boolean copied(Path chart, Path to, String url) throws IOException {
    Path file = chart.resolve("requirements.yaml");
    if (!Files.exists(file)) {
      file = chart.resolve("Chart.yaml");
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    try {
      if (Yaml.parseExact(Files.readString(file)) instanceof Map<?, ?> map) {
        map.forEach((key, value) -> tree.put(String.valueOf(key), value));
      }
    } catch (YamlException e) {
      return false;
    }
    if (!(tree.get("dependencies") instanceof List<?> list) || list.isEmpty()) {
      return false;
    }
    List<Object> rewritten = new ArrayList<>();
    for (Object item : list) {
      Map<String, @Nullable Object> dependency = new LinkedHashMap<>();
      if (item instanceof Map<?, ?> map) {
        map.forEach((key, value) -> dependency.put(String.valueOf(key), value));
      }
      String address = dependency.get("repository") instanceof String text ? text : "";
      if (address.startsWith("file://")) {
        Path beside = chart.resolve(address.substring("file://".length())).normalize();
        dependency.put("repository", "file://" + beside);
      } else if (!address.isEmpty()) {
        if (!served.contains(String.valueOf(dependency.get("name")))) {
          return false;
        }
        dependency.put("repository", url);
      }
      dependency.put("version", ANY);
      rewritten.add(dependency);
    }
    tree.put("dependencies", rewritten);
    copy(chart, to);
    Files.writeString(to.resolve(file.getFileName().toString()), Yaml.print(tree));
    return true;
  }

  private static void copy(Path chart, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(chart)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(chart.relativize(file).toString());
        String name = file.getFileName().toString();
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!name.endsWith(".lock") && !name.endsWith(".tgz") && Files.exists(file)) {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Updates, and then builds from the lock after the archives were taken away. */
  private String compare(Path theirs, Path ours, ChartFetcher fetcher, String url)
      throws IOException, InterruptedException {
    ChartDependencies dependencies =
        new ChartDependencies(
            fetcher,
            new NamedRepositories(Map.of("local", url)),
            DependencyParity::packInto,
            Clock.system(ZoneId.systemDefault()),
            line -> {});
    String updated = step("update", theirs, ours, () -> dependencies.update(ours, false));
    if (!updated.isEmpty() || !Files.isDirectory(theirs.resolve("charts"))) {
      return updated;
    }
    removeArchives(theirs);
    removeArchives(ours);
    return step("build", theirs, ours, () -> dependencies.build(ours, false));
  }

  private static void removeArchives(Path chart) throws IOException {
    try (Stream<Path> files = Files.list(chart.resolve("charts"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tgz")).toList()) {
        Files.delete(file);
      }
    }
  }

  private String step(String verb, Path theirs, Path ours, Runnable bring)
      throws IOException, InterruptedException {
    Said said = helm("dependency", verb, "--skip-refresh", theirs.toString());
    String problem = "";
    try {
      bring.run();
    } catch (RepositoryException | ChartException e) {
      problem = String.valueOf(e.getMessage());
    }
    if (said.exit() != 0 || !problem.isEmpty()) {
      String words = said.text().replaceFirst("(?s).*Error: ", "").strip();
      return said.exit() != 0 && problem.replace("/ours-", "/theirs-").startsWith(words)
          ? ""
          : verb + ": Helm says " + words + ", we say " + problem;
    }
    for (String lock : List.of("Chart.lock", "requirements.lock")) {
      if (!lock(theirs.resolve(lock)).equals(lock(ours.resolve(lock)))) {
        return verb + ": " + lock + " differs";
      }
    }
    return archives(theirs).equals(archives(ours)) ? "" : verb + ": charts/ differs";
  }

  private static void packInto(Chart chart, Path into) {
    try {
      new ChartPackage(Clock.systemUTC(), null).save(chart, into);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String lock(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).replaceAll("generated: .*", "") : "";
  }

  /** By name; what is in them, since a folder is packed on the spot. */
  private static Map<String, String> archives(Path chart) throws IOException {
    Map<String, String> found = new TreeMap<>();
    Path charts = chart.resolve("charts");
    if (Files.isDirectory(charts)) {
      try (Stream<Path> files = Files.list(charts)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".tgz")).toList()) {
          found.put(file.getFileName().toString(), Charts.load(file).digest());
        }
      }
    }
    return found;
  }
}
