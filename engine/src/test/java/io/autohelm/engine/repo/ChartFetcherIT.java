package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.RealRegistry;
import io.autohelm.engine.testing.TestHelm;
import io.autohelm.engine.testing.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts that real Helm packaged, indexed and pushed, fetched by us. */
@RealHelm
@RealRegistry
class ChartFetcherIT {
  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private Path charts;

  @BeforeEach
  void packageCharts(TestHelm helm) throws IOException {
    charts = Files.createDirectory(folder.resolve("charts"));
    TestHelm here = helm.in(folder);
    here.helm4("create", "shop").ok();
    for (String version : List.of("1.0.0", "1.2.0", "1.3.0-rc.1", "2.0.0")) {
      here.helm4("package", "shop", "--version", version, "-d", charts.toString()).ok();
    }
    here.helm4("repo", "index", charts.toString()).ok();
  }

  private ChartFetcher fetcher(RepositoryAccess access) {
    return new ChartFetcher(
        folder.resolve("cache"), Map.of("", access), Map.of(), Clock.systemUTC(), warnings::add);
  }

  @Test
  void theHighestAllowedVersionIsTakenAndEachThingAskedOnce() throws IOException {
    try (ChartServer server = ChartServer.of(charts)) {
      ChartFetcher fetcher = fetcher(RepositoryAccess.ANONYMOUS);
      for (String[] row :
          new String[][] {
            {"", "2.0.0"}, {"^1.0", "1.2.0"}, {"~1.3.0-0", "1.3.0-rc.1"}, {"1.0.0", "1.0.0"}
          }) {
        ChartReference reference = new ChartReference(server.url(), "shop", row[0]);
        ResolvedChart resolved = fetcher.resolve(reference);
        assertEquals(row[1], resolved.version(), row[0]);
        assertEquals(row[1], fetcher.chart(reference, resolved).metadata().version());
        fetcher.archive(reference, resolved);
      }
      assertEquals(1, count(server, "200 /charts/index.yaml"), server.requests()::toString);
      assertEquals(1, count(server, "200 /charts/shop-1.2.0.tgz"), server.requests()::toString);
      RepositoryException none =
          assertThrows(
              RepositoryException.class,
              () -> fetcher.resolve(new ChartReference(server.url(), "shop", "^3.0")));
      assertTrue(
          none.getMessage().endsWith("the newest are 2.0.0, 1.3.0-rc.1, 1.2.0, 1.0.0"),
          none.getMessage());
    }
  }

  private static long count(ChartServer server, String request) {
    return server.requests().stream().filter(request::equals).count();
  }

  @Test
  void credentialsAreUsedAndNeverShown() throws IOException {
    try (ChartServer server = ChartServer.of(charts)) {
      server.protectBy("bot", "s3cret");
      RepositoryAccess good = new RepositoryAccess("bot", "s3cret", null, null, false, false);
      ChartReference reference = new ChartReference(server.url(), "shop", "2.0.0");
      ChartFetcher fetcher = fetcher(good);
      assertEquals("shop", fetcher.chart(reference, fetcher.resolve(reference)).name());
      RepositoryAccess bad = new RepositoryAccess("bot", "wr0ng", null, null, false, false);
      ChartFetcher refused =
          new ChartFetcher(
              folder.resolve("other"), Map.of("", bad), Map.of(), Clock.systemUTC(), warnings::add);
      RepositoryException refusal =
          assertThrows(RepositoryException.class, () -> refused.resolve(reference));
      assertTrue(refusal.getMessage().endsWith("answers with status 401"), refusal.getMessage());
      assertFalse((refusal.getMessage() + bad + good).matches("(?s).*(wr0ng|s3cret).*"));
    }
  }

  @Test
  void faultsEndInARetryOrOneClearErrorAndTheCacheStaysWhole() throws IOException {
    try (ChartServer server = ChartServer.of(charts)) {
      ChartFetcher fetcher = fetcher(RepositoryAccess.ANONYMOUS);
      ChartReference reference = new ChartReference(server.url(), "shop", "2.0.0");
      server.failNext(2);
      ResolvedChart resolved = fetcher.resolve(reference);
      for (int bytes : new int[] {0, 1, 700}) {
        server.cutAfter(bytes);
        assertThrows(
            RepositoryException.class,
            () -> fetcher.archive(reference, resolved),
            "cut after " + bytes);
      }
      server.cutAfter(-1);
      Files.write(
          charts.resolve("shop-2.0.0.tgz"), Files.readAllBytes(charts.resolve("shop-1.0.0.tgz")));
      RepositoryException tampered =
          assertThrows(RepositoryException.class, () -> fetcher.archive(reference, resolved));
      assertTrue(
          tampered.getMessage().contains("is not what its repository promises"),
          tampered.getMessage());
      try (Stream<Path> kept = Files.list(folder.resolve("cache/archives"))) {
        assertEquals(List.of(), kept.toList());
      }
    }
  }

  @Test
  void aRepositoryThatIsGoneIsRemembered() throws IOException {
    ChartReference reference;
    ResolvedChart resolved;
    try (ChartServer server = ChartServer.of(charts)) {
      reference = new ChartReference(server.url(), "shop", "^1");
      ChartFetcher fetcher = fetcher(RepositoryAccess.ANONYMOUS);
      resolved = fetcher.resolve(reference);
      fetcher.archive(reference, resolved);
    }
    ChartFetcher later = fetcher(RepositoryAccess.ANONYMOUS);
    assertEquals(resolved, later.resolve(reference));
    assertEquals("shop", later.chart(reference, resolved).name());
    assertEquals(1, warnings.size());
  }

  @Test
  void chartsThatHelmPushedComeFromARegistry(TestHelm helm, TestRegistry registry) {
    String repository = "oci://" + registry.host() + "/team";
    for (String version : List.of("1.0.0", "1.2.0", "2.0.0")) {
      helm.helm4(
              "push",
              charts.resolve("shop-" + version + ".tgz").toString(),
              repository,
              "--plain-http")
          .ok();
    }
    ChartFetcher fetcher = fetcher(new RepositoryAccess(null, null, null, null, false, true));
    for (String[] row : new String[][] {{"^1.0", "1.2.0"}, {"", "2.0.0"}, {"1.0.0", "1.0.0"}}) {
      ChartReference reference = new ChartReference(repository, "shop", row[0]);
      ResolvedChart resolved = fetcher.resolve(reference);
      assertEquals(row[1], resolved.version());
      assertEquals(row[1], fetcher.chart(reference, resolved).metadata().version());
    }
    RepositoryException none =
        assertThrows(
            RepositoryException.class,
            () -> fetcher.resolve(new ChartReference(repository, "nothing", "1.0.0")));
    assertTrue(none.getMessage().startsWith("there is no chart oci://"), none.getMessage());
  }
}
