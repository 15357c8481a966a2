package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.autohelm.engine.testing.CuttingProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on the way ends in a retry that succeeds, or in one clear error. */
class FetchFaultsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private final List<Duration> pauses = new ArrayList<>();
  private Path charts;
  private ChartServer server;

  @BeforeEach
  void serve() throws IOException {
    charts = folder.resolve("charts");
    TinyChart.repository(charts, List.of("shop"), 0);
    server = ChartServer.of(charts);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ChartFetcher fetcher(Path cache, Map<String, RepositoryAccess> access) {
    return fetcher(
        cache, new RepositoryConnections(access, List.of(), Map.of(), CLOCK, pauses::add));
  }

  private static ChartFetcher fetcher(Path cache, RepositoryConnections connections) {
    return new ChartFetcher(cache, 1 << 20, connections, CLOCK, warning -> {});
  }

  private static String fetched(ChartFetcher fetcher, String repository) {
    ChartReference reference = new ChartReference(repository, "shop", "");
    return fetcher.chart(reference, fetcher.resolve(reference)).name();
  }

  private static List<String> files(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aConnectionThatIsCutAtAnyByteIsTriedAgain() throws IOException {
    try (CuttingProxy proxy = CuttingProxy.before(URI.create(server.url()).getPort())) {
      String repository = "http://127.0.0.1:" + proxy.port() + "/charts";
      Path archive = charts.resolve("shop-1.0.0.tgz");
      int whole = (int) Math.max(Files.size(archive), Files.size(charts.resolve("index.yaml")));
      ChartReference reference = new ChartReference(repository, "shop", "");
      RepositoryConnections connections =
          new RepositoryConnections(Map.of(), List.of(), Map.of(), CLOCK, pauses::add);
      for (int bytes = 0; bytes < whole + 400; bytes++) {
        Path cache = folder.resolve("cache-" + bytes);
        ChartFetcher fetcher = fetcher(cache, connections);
        proxy.cut(1, bytes);
        ResolvedChart resolved = fetcher.resolve(reference);
        proxy.cut(1, bytes);
        assertEquals(
            -1, Files.mismatch(archive, fetcher.archive(reference, resolved)), "cut at " + bytes);
        assertTrue(
            files(cache).stream().noneMatch(name -> name.endsWith(".part")),
            files(cache)::toString);
      }
    }
  }

  @Test
  void aConnectionThatIsAlwaysCutIsOneClearErrorAndLeavesNothing() throws IOException {
    ChartFetcher fetcher = fetcher(folder.resolve("cache"), Map.of());
    ChartReference reference = new ChartReference(server.url(), "shop", "");
    ResolvedChart resolved = fetcher.resolve(reference);
    List<String> before = files(folder.resolve("cache"));
    server.cutAfter(50);
    RepositoryException cut =
        assertThrows(RepositoryException.class, () -> fetcher.archive(reference, resolved));
    assertEquals(RepositoryException.Kind.UNREACHABLE, cut.kind());
    assertTrue(
        cut.getMessage()
            .startsWith("chart shop 1.0.0 from " + server.url() + " does not come whole: "),
        cut.getMessage());
    assertEquals(3, pauses.size());
    assertEquals(before, files(folder.resolve("cache")));
  }

  @ParameterizedTest
  @CsvSource({
    "503, 7, PT7S",
    "429, 0, PT0S",
    "429, 3600, PT20S",
    "500, '', PT0.4S",
    "502, soon, PT0.4S",
    "503, 'Thu, 1 Jan 2026 00:00:05 GMT', PT5S",
    "503, 'Wed, 31 Dec 2025 00:00:05 GMT', PT0S",
  })
  void aBusyServerIsGivenTheTimeThatItAsksFor(int status, String after, Duration pause) {
    server.failNext(1, status, after);
    assertEquals("shop", fetched(fetcher(folder.resolve("cache"), Map.of()), server.url()));
    assertEquals(List.of(pause), pauses);
  }

  @Test
  void aServerThatStaysBusyIsOneClearError() {
    server.failNext(100, 503, "1");
    ChartFetcher fetcher = fetcher(folder.resolve("cache"), Map.of());
    RepositoryException busy =
        assertThrows(RepositoryException.class, () -> fetched(fetcher, server.url()));
    assertEquals(server.url() + "/index.yaml answers with status 503", busy.getMessage());
    assertEquals(3, pauses.size());
  }

  @Test
  void aMirrorStandsInForWhoDoesNotAnswerButMustGiveTheSame() throws IOException {
    Path copy = folder.resolve("copy");
    TinyChart.repository(copy, List.of("shop"), 0);
    try (ChartServer mirror = ChartServer.of(copy)) {
      Map<String, RepositoryAccess> access =
          Map.of(
              server.url(),
              new RepositoryAccess(
                  RepositoryAccess.Login.of("bot", "s3cret"),
                  RepositoryAccess.Tls.SYSTEM,
                  false,
                  false,
                  List.of("http://127.0.0.1:1/none", mirror.url()),
                  null));
      ChartReference reference = new ChartReference(server.url(), "shop", "");
      ResolvedChart resolved = fetcher(folder.resolve("one"), access).resolve(reference);
      server.failNext(1000, 503, "0");
      assertEquals("shop", fetched(fetcher(folder.resolve("two"), access), server.url()));
      ChartFetcher third = fetcher(folder.resolve("three"), access);
      assertEquals("shop", third.chart(reference, resolved).name());
      assertEquals(List.of(), mirror.credentialsSeen(), "they are for the repository alone");

      Files.write(copy.resolve("shop-1.0.0.tgz"), TinyChart.archive("shop", 9));
      ChartFetcher fourth = fetcher(folder.resolve("four"), access);
      assertThrows(RepositoryException.class, () -> fourth.archive(reference, resolved));
    }
  }

  @Test
  void whatIsBrokenInTheCacheIsBroughtAnew() throws IOException {
    Path cache = folder.resolve("cache");
    assertEquals("shop", fetched(fetcher(cache, Map.of()), server.url()));
    try (Stream<Path> archives = Files.list(cache.resolve("archives"))) {
      Files.writeString(archives.findFirst().orElseThrow(), "half of it");
    }
    assertEquals("shop", fetched(fetcher(cache, Map.of()), server.url()));
  }

  @Test
  void theLeastRecentlyUsedGoFirstAndLeftoversOfTheKilledToo() throws IOException {
    List<String> names = IntStream.range(0, 5).mapToObj(i -> "chart" + i).toList();
    TinyChart.repository(charts, names, 1000);
    Path cache = folder.resolve("cache");
    Path archives = Files.createDirectories(cache.resolve("archives"));
    Path old = Files.writeString(archives.resolve("incoming1.part"), "half");
    Files.setLastModifiedTime(old, FileTime.from(CLOCK.instant().minus(Duration.ofHours(2))));
    Path young = Files.writeString(archives.resolve("incoming2.part"), "half");
    Files.setLastModifiedTime(young, FileTime.from(CLOCK.instant()));
    long size = Files.size(charts.resolve("chart0-1.0.0.tgz"));
    for (int i = 0; i < names.size(); i++) {
      Clock later = Clock.offset(CLOCK, Duration.ofMinutes(i));
      ChartFetcher fetcher =
          new ChartFetcher(
              cache,
              size * 3 + size / 2,
              new RepositoryConnections(Map.of(), List.of(), Map.of(), later),
              later,
              warning -> {});
      for (String name : List.of("chart0", names.get(i))) {
        ChartReference reference = new ChartReference(server.url(), name, "");
        assertEquals(name, fetcher.chart(reference, fetcher.resolve(reference)).name());
      }
    }
    List<String> kept = files(archives);
    assertEquals(3, kept.stream().filter(name -> name.endsWith(".tgz")).count(), kept::toString);
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
    long asked = server.requests().stream().filter("200 /charts/chart0-1.0.0.tgz"::equals).count();
    assertEquals(1, asked, "what is used again and again stays");
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), text);
    return text;
  }

  /** A shell's limit on the size of files ends a write in the middle, as a full disk does. */
  @Test
  void aFullDiskIsOneClearErrorAndTheCacheGoesOnAfterwards() throws Exception {
    TinyChart.repository(charts, List.of("shop"), 200_000);
    Path cache = folder.resolve("cache");
    List<String> arguments = List.of(server.url(), cache.toString(), "100000000", "1", "shop");
    String full = output(FetchProgram.start("ulimit -f 64; ", arguments));
    assumeTrue(!full.contains("ulimit"), "needs a shell that limits the size of files");
    assertTrue(
        full.startsWith("shop refused: cannot keep chart shop 1.0.0 from " + server.url() + ": "),
        full);
    assertEquals(List.of(), files(cache.resolve("archives")));
    assertEquals("shop shop\n", output(FetchProgram.start("", arguments)));
  }

  @Test
  void severalProcessesShareACacheThatIsTooSmallForThem() throws Exception {
    List<String> names = IntStream.range(0, 6).mapToObj(i -> "chart" + i).toList();
    TinyChart.repository(charts, names, 20_000);
    List<String> arguments =
        new ArrayList<>(List.of(server.url(), folder.resolve("cache").toString(), "70000", "25"));
    arguments.addAll(names);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(FetchProgram.start("", arguments));
    }
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      names.forEach(name -> expected.append(name).append(' ').append(name).append('\n'));
    }
    for (Process process : processes) {
      assertEquals(expected.toString(), output(process));
    }
    List<String> kept = files(folder.resolve("cache/archives"));
    assertTrue(kept.stream().allMatch(name -> name.endsWith(".tgz")), kept::toString);
  }

  @Test
  void aKillInTheMiddleOfADownloadLeavesAWholeCache() throws Exception {
    TinyChart.repository(charts, List.of("shop"), 200_000);
    Path cache = folder.resolve("cache");
    List<String> arguments = List.of(server.url(), cache.toString(), "100000000", "1", "shop");
    server.stallAfter(100_000);
    Process process = FetchProgram.start("", arguments);
    Instant deadline = Instant.now().plusSeconds(60);
    while (!hasPart(cache) && Instant.now().isBefore(deadline)) {
      Thread.sleep(10);
    }
    process.destroyForcibly();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertNotEquals(0, process.exitValue());
    List<String> left = files(cache.resolve("archives"));
    assertEquals(1, left.size(), left::toString);
    assertTrue(left.get(0).endsWith(".part"), left::toString);
    server.stallAfter(-1);
    assertEquals("shop shop\n", output(FetchProgram.start("", arguments)));
  }

  private static boolean hasPart(Path cache) throws IOException {
    Path archives = cache.resolve("archives");
    return Files.exists(archives)
        && files(archives).stream().anyMatch(name -> name.endsWith(".part"));
  }
}
