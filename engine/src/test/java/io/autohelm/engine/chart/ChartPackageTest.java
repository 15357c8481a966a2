package io.autohelm.engine.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartPackageTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private static ChartFile file(String name, String text) {
    return new ChartFile(
        name, text.getBytes(StandardCharsets.UTF_8), Instant.parse("2025-05-05T05:05:05.6Z"));
  }

  private static Chart chart(ChartFile... more) {
    List<ChartFile> files =
        new ArrayList<>(
            List.of(
                file("Chart.yaml", "apiVersion: v2\nname: tiny\nversion: 1.0.0\n"),
                file("README.md", "hello"),
                file("templates/a.yaml", "kind: A"),
                file("values.yaml", "# kept\na: 1\n")));
    files.addAll(List.of(more));
    return Charts.ofFiles(files);
  }

  private static byte[] packed(Chart chart, Instant stamp) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    (stamp == null ? new ChartPackage(clock, null) : new ChartPackage(clock, stamp))
        .write(chart, out);
    return out.toByteArray();
  }

  private static List<String> entries(byte[] archive) throws IOException {
    List<String> found = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        found.add(entry.getName() + " " + entry.getLastModifiedTime().toInstant());
      }
    }
    return found;
  }

  @Test
  void filesKeepTheirTimesToTheSecond() throws IOException {
    assertEquals(
        List.of(
            "tiny/Chart.yaml 2025-05-05T05:05:06Z",
            "tiny/values.yaml 2025-05-05T05:05:06Z",
            "tiny/templates/a.yaml 2025-05-05T05:05:06Z",
            "tiny/README.md 2025-05-05T05:05:06Z"),
        entries(packed(chart(), null)));
  }

  @Test
  void aStampIsTheTimeOfAll() throws IOException {
    Chart chart = chart(file("Chart.lock", "digest: x\ngenerated: \"2020-01-01T00:00:00Z\"\n"));
    byte[] first = packed(chart, Instant.EPOCH);
    entries(first).forEach(line -> assertEquals("1970-01-01T00:00:00Z", line.split(" ", -1)[1]));
    ChartLock lock = Charts.loadArchive(new ByteArrayInputStream(first)).lock();
    assertEquals("1970-01-01T00:00:00Z", lock == null ? "" : lock.generated());
    assertArrayEquals(first, packed(chart, Instant.EPOCH));
  }

  @Test
  void whatIsPackedReadsBackTheSame() throws IOException {
    String deep = "files/" + "deeper/".repeat(40) + "end.txt";
    Chart chart =
        chart(
            file(deep, "deep"),
            file("files/grün.txt", "green"),
            file("values.schema.json", "{}"),
            file("charts/base/Chart.yaml", "apiVersion: v1\nname: base\nversion: 2.0.0\n"));
    Chart read = Charts.loadArchive(new ByteArrayInputStream(packed(chart, null)));
    assertEquals(chart.metadata(), read.metadata());
    assertEquals(chart.values(), read.values());
    assertEquals(chart.files(), read.files());
    assertEquals(chart.schema(), read.schema());
    assertEquals("base", read.dependencies().get(0).name());
  }

  @Test
  void aSchemaThatIsNoJsonIsRefused() {
    ChartException refused =
        assertThrows(
            ChartException.class, () -> packed(chart(file("values.schema.json", "{")), null));
    assertEquals("invalid JSON in values.schema.json", refused.getMessage());
  }

  @Test
  void aNewChartIsAValidOne() throws IOException {
    List<Path> overwritten = new ArrayList<>();
    Path made = StarterChart.create("web", folder, overwritten::add);
    assertEquals("web", Charts.load(made).name());
    assertEquals(List.of(), overwritten);
    StarterChart.create("web", folder, overwritten::add);
    assertEquals(12, overwritten.size());
    Path archive = new ChartPackage(Clock.systemUTC(), null).save(Charts.load(made), folder);
    assertEquals(
        "rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)));
    Path again = ChartArchives.expand(archive, folder.resolve("again"));
    assertEquals(Charts.load(made).values(), Charts.load(again).values());
  }
}
