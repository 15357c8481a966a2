package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.provenance.Provenance;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.RealRegistry;
import io.autohelm.engine.testing.TestHelm;
import io.autohelm.engine.testing.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lock and files of {@code helm dependency update} and {@code build}, ours beside Helm's. */
@RealHelm
@RealRegistry
class ChartDependenciesIT {
  @TempDir Path folder;
  private final List<String> output = new ArrayList<>();
  private ChartServer server;
  private TestHelm helm;
  private String registry;

  @BeforeEach
  void serveCharts(TestHelm realHelm, TestRegistry realRegistry) throws IOException {
    helm = realHelm.in(folder).with("HELM_PLAIN_HTTP", "true");
    registry = "oci://" + realRegistry.host() + "/team";
    Path charts = Files.createDirectory(folder.resolve("served"));
    for (String name : List.of("db", "cache")) {
      chart(name, "apiVersion: v2\nname: " + name + "\nversion: 0.0.0\n");
      for (String version : List.of("1.0.0", "1.2.0", "1.3.0-rc.1", "2.0.0+build.7")) {
        helm.helm4("package", name, "--version", version, "-d", charts.toString()).ok();
      }
    }
    helm.helm4("repo", "index", charts.toString()).ok();
    try (Stream<Path> archives = Files.list(charts)) {
      for (Path archive : archives.filter(f -> f.toString().endsWith(".tgz")).sorted().toList()) {
        helm.helm4("push", archive.toString(), registry, "--plain-http").ok();
      }
    }
    server = ChartServer.of(charts);
    helm.helm4("repo", "add", "team", server.url()).ok();
    chart("lib", "apiVersion: v2\nname: lib\nversion: 0.3.1\ntype: library\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path chart(String name, String yaml) throws IOException {
    Path chart = Files.createDirectories(folder.resolve(name));
    Files.writeString(chart.resolve("Chart.yaml"), yaml);
    return chart;
  }

  private ChartFetcher fetcher() {
    return new ChartFetcher(
        folder.resolve("cache-of-ours"),
        Map.of("oci://", new RepositoryAccess(null, null, null, null, false, true)),
        Map.of(),
        Clock.systemUTC(),
        output::add);
  }

  private ChartDependencies ours() {
    return new ChartDependencies(
        fetcher(),
        new NamedRepositories(Map.of("team", server.url())),
        (chart, into) ->
            helm.helm4("package", folder.resolve(chart.name()).toString(), "-d", into.toString())
                .ok(),
        Clock.system(ZoneId.systemDefault()),
        output::add);
  }

  private static final String HEAD = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- {name: db, version: ^1.0, repository: HTTP}",
        "- {name: db, version: ^1.0, repository: HTTP/}",
        """
        - {name: db, version: '>=1.0.0-0', repository: HTTP, alias: first}
        - {name: db, version: 1.0.0, repository: HTTP, alias: second, tags: [a, "<b>"]}
        - {name: db, version: 1.0.0, repository: HTTP, condition: third.enabled}
        """,
        """
        - {name: db, version: '*', repository: '@team'}
        - {name: cache, version: ~1.0, repository: 'alias:team', import-values: [data, {parent: b, child: a}]}
        """,
        """
        - {name: db, version: ^1.0, repository: OCI}
        - {name: cache, version: 2.0.0+build.7, repository: OCI}
        """,
        """
        - {name: lib, version: 0.x.x, repository: file://../lib}
        - {name: cache, version: 2.0.0+build.7, repository: HTTP}
        """,
      })
  void lockAndFilesAreHelms(String dependencies) throws IOException {
    String yaml =
        HEAD
            + "dependencies:\n"
            + dependencies.replace("HTTP", server.url()).replace("OCI", registry)
            + "\n";
    both(yaml, "Chart.lock", "");
  }

  @Test
  void requirementsOfOldChartsHaveTheirOwnLock() throws IOException {
    String requirements = "dependencies:\n- {name: db, version: ^1.0, repository: '@team'}\n";
    both("apiVersion: v1\nname: shop\nversion: 1.0.0\n", "requirements.lock", requirements);
  }

  private void both(String yaml, String lock, String requirements) throws IOException {
    Path theirs = chart("theirs/shop", yaml);
    Path ours = chart("ours/shop", yaml);
    Files.createDirectories(folder.resolve("theirs/lib"));
    for (String side : List.of("theirs", "ours")) {
      chart(side + "/lib", "apiVersion: v2\nname: lib\nversion: 0.3.1\ntype: library\n");
      if (!requirements.isEmpty()) {
        Files.writeString(folder.resolve(side + "/shop/requirements.yaml"), requirements);
      }
    }
    Files.createDirectories(ours.resolve("charts"));
    Files.createDirectories(theirs.resolve("charts"));
    for (Path chart : List.of(ours, theirs)) {
      Files.copy(folder.resolve("served/db-1.0.0.tgz"), chart.resolve("charts/db-0.0.1.tgz"));
    }
    helm.helm4("dependency", "update", theirs.toString(), "--plain-http").ok();
    ours().update(ours, true);
    same(theirs, ours, lock);
    for (Path chart : List.of(ours, theirs)) {
      try (Stream<Path> files = Files.list(chart.resolve("charts"))) {
        for (Path archive : files.toList()) {
          Files.delete(archive);
        }
      }
    }
    String before = Files.readString(ours.resolve(lock));
    helm.helm4("dependency", "build", theirs.toString(), "--plain-http").ok();
    ours().build(ours, true);
    same(theirs, ours, lock);
    assertEquals(before, Files.readString(ours.resolve(lock)));
    ours().update(ours, false);
    assertEquals(before, Files.readString(ours.resolve(lock)), "an equal lock is left alone");
    assertEquals(
        helm.helm4("dependency", "list", theirs.toString(), "--max-col-width", "500")
            .ok()
            .lines()
            .skip(1)
            .filter(line -> !line.isBlank())
            .map(line -> line.replaceAll("[\t ]+", " ").strip())
            .toList(),
        ChartDependencies.list(ours).stream()
            .map(s -> s.name() + " " + s.version() + " " + s.repository() + " " + s.status())
            .toList());
    Chart complete = Charts.load(ours);
    assertTrue(!ChartCompletion.isIncomplete(complete), complete.dependencies()::toString);
  }

  private static void same(Path theirs, Path ours, String lock) throws IOException {
    assertEquals(
        Files.readString(theirs.resolve(lock)).replaceAll("generated: .*", ""),
        Files.readString(ours.resolve(lock)).replaceAll("generated: .*", ""));
    assertTrue(
        Files.readString(ours.resolve(lock))
            .matches("(?s).*\ngenerated: \"20[0-9T:.+Z-]{18,40}\"\n"),
        Files.readString(ours.resolve(lock)));
    assertEquals(charts(theirs), charts(ours));
  }

  private static Map<String, String> charts(Path chart) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(chart.resolve("charts"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        // Packed on the spot: the time in it differs.
        found.put(name, name.startsWith("lib") ? "" : Provenance.sha256(file));
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- {name: db, version: ^9.0, repository: HTTP}",
        "- {name: nothing, version: ^1.0, repository: HTTP}",
        "- {name: db, version: '', repository: HTTP}",
        "- {name: db, version: ^1, repository: '@unknown'}",
        "- {name: db, version: ^1, repository: stable}",
        "- {name: lib, version: ^1, repository: file://../missing}",
        "- {name: lib, version: ^9, repository: file://../lib}",
        "- {name: db, version: ^1}",
      })
  void whatCannotBeHadIsOneErrorInHelmsWordsAndChangesNothing(String dependencies)
      throws IOException {
    Path shop =
        chart("shop", HEAD + "dependencies:\n" + dependencies.replace("HTTP", server.url()) + "\n");
    TestHelm.Run theirs = helm.helm4("dependency", "update", "shop");
    assertNotEquals(0, theirs.exitCode());
    RepositoryException refused =
        assertThrows(RepositoryException.class, () -> ours().update(shop, true));
    String theirWords =
        theirs.stderr().strip().replaceFirst("(?s).*Error: ", "").replaceFirst("directory ", "");
    String ourWords = refused.getMessage().replace(folder + "/", "").replaceFirst("directory ", "");
    assertTrue(
        ourWords.startsWith(theirWords) || ourWords.contains("nothing"),
        ourWords + " is not " + theirWords);
    try (Stream<Path> left = Files.list(shop)) {
      assertEquals(
          List.of("Chart.yaml"), left.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aLockThatDoesNotFitIsRefused() throws IOException {
    String dependency = "dependencies: [{name: db, version: VERSION, repository: '@team'}]\n";
    Path shop = chart("shop", HEAD + dependency.replace("VERSION", "^1"));
    ours().update(shop, true);
    chart("shop", HEAD + dependency.replace("VERSION", "^2"));
    TestHelm.Run theirs = helm.helm4("dependency", "build", "shop");
    RepositoryException refused =
        assertThrows(RepositoryException.class, () -> ours().build(shop, true));
    assertEquals(theirs.stderr().strip(), "Error: " + refused.getMessage());
    RepositoryException forAgent =
        assertThrows(
            RepositoryException.class,
            () -> {
              Files.delete(shop.resolve("charts/db-1.2.0.tgz"));
              new ChartCompletion(fetcher(), new NamedRepositories(Map.of("team", server.url())))
                  .complete(new FolderPlace(shop));
            });
    assertEquals(refused.getMessage(), forAgent.getMessage());
  }

  @Test
  void chartsThatDependOnEachOtherAreOneClearError() throws IOException {
    Path one =
        chart(
            "one",
            "apiVersion: v2\nname: one\nversion: 1.0.0\ndependencies: [{name: two, version: '*', repository: 'file://../two'}]\n");
    chart(
        "two",
        "apiVersion: v2\nname: two\nversion: 1.0.0\ndependencies: [{name: one, version: '*', repository: 'file://../one'}]\n");
    String expected = "charts depend on each other: /one -> /two -> /one";
    for (Runnable attempt :
        List.<Runnable>of(
            () -> ours().update(one, false),
            () ->
                new ChartCompletion(fetcher(), NamedRepositories.NONE)
                    .complete(new FolderPlace(one)))) {
      RepositoryException circle = assertThrows(RepositoryException.class, attempt::run);
      assertEquals(expected, circle.getMessage().replace(folder.toString(), ""));
    }
  }

  @Test
  void aChartIsCompletedInMemoryDownToLocalChartsOfLocalCharts() throws IOException {
    Path shop =
        chart(
            "shop",
            HEAD
                + "dependencies:\n- {name: web, version: '*', repository: file://../web}\n- {name: db, version: ^1, repository: '@team', alias: a}\n- {name: db, version: ^1, repository: '@team', alias: b}\n");
    chart(
        "web",
        "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: lib, version: 0.3.1, repository: 'file://../lib'}, {name: cache, version: 1.x.x, repository: "
            + registry
            + "}]\n");
    Chart chart =
        new ChartCompletion(fetcher(), new NamedRepositories(Map.of("team", server.url())))
            .complete(new FolderPlace(shop));
    assertTrue(chart.whyNotInstallable().isEmpty());
    assertEquals(
        List.of("web 1.0.0", "db 1.2.0"),
        chart.dependencies().stream()
            .map(child -> child.name() + " " + child.metadata().version())
            .toList());
    assertEquals(
        List.of("cache", "lib"),
        chart.dependencies().get(0).dependencies().stream().map(Chart::name).sorted().toList());
  }
}
