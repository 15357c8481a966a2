package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.git.LocalRepository;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts of commits with what they lack, and charts of other Git repositories. */
class SourceChartsTest {
  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final Moving clock = new Moving();

  /** A clock that is set forward by hand. */
  private static final class Moving extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private ChartShelf shelf() {
    return ChartShelf.of(
        ChartSettings.NONE, folder.resolve("data"), Map.of(), clock, warnings::add);
  }

  private Path chart(String path, String version, String... dependencies) throws IOException {
    Path chart = Files.createDirectories(folder.resolve("source").resolve(path));
    StringBuilder yaml =
        new StringBuilder("apiVersion: v2\nname: ")
            .append(chart.getFileName())
            .append("\nversion: ")
            .append(version)
            .append("\ndependencies:\n");
    for (String dependency : dependencies) {
      yaml.append("- {").append(dependency).append("}\n");
    }
    Files.writeString(
        chart.resolve("Chart.yaml"), yaml.append(dependencies.length == 0 ? "  []\n" : ""));
    return chart;
  }

  private static DesiredRelease release(ChartChoice choice) {
    return new DesiredRelease(
        new ReleaseId("web", "shop"),
        "apps/shop.yaml",
        7,
        choice,
        Map.of(),
        List.of(),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        List.of(),
        DriftMode.CORRECT,
        false,
        false,
        false,
        10);
  }

  private Chart found(String path) {
    try (ChartShelf shelf = shelf()) {
      return new SourceCharts(
              new FolderSourceFiles(folder.resolve("source")), shelf, ValuesObjects.NONE)
          .chart(release(new ChartChoice.InCommit(path)));
    }
  }

  @Test
  void aChartGetsTheLocalChartsThatItLacks() throws IOException {
    chart("charts/shop", "1.0.0", "name: web, version: ^1, repository: file://../web");
    chart("charts/web", "1.2.0", "name: lib, version: 0.x, repository: file://../../libs/lib");
    chart("libs/lib", "0.4.0");
    Chart shop = found("charts/shop");
    assertTrue(shop.whyNotInstallable().isEmpty());
    assertEquals("lib", shop.dependencies().get(0).dependencies().get(0).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: web, version: ^2, repository: file://../web | can't get a valid version for dependency web: the chart at file://../web has version 1.0.0, ^2 is wanted",
        "name: web, version: ^1, repository: file://../none | directory charts/none not found",
        "name: web, version: ^1, repository: file://../../../etc | chart charts/shop depends on file://../../../etc, which is outside the source",
        "name: web, version: ^1, repository: file:///etc | chart charts/shop depends on file:///etc: a source has no absolute paths",
        "name: web, version: ^1 | charts/shop depends on web, which names no repository and is not in its charts/ folder",
        "name: shop, version: ^1, repository: file://../shop | charts depend on each other: charts/shop -> charts/shop",
        "name: web, version: ^1, repository: '@team' | no repository definition for @team. Please add them via 'helm repo add'",
      })
  void whatCannotBeHadIsToldWhereItIsDeclared(String dependency, String why) throws IOException {
    chart(
        "charts/shop",
        "1.0.0",
        dependency.replace("shop, version: ^1, repository", "again, version: ^1, repository"));
    chart("charts/web", "1.0.0");
    ChartException refused = assertThrows(ChartException.class, () -> found("charts/shop"));
    assertEquals("apps/shop.yaml:7: spec.chart: " + why, refused.getMessage());
  }

  @Test
  void aChartOfAnotherGitRepositoryFollowsItAndStaysWhenItIsGone() throws IOException {
    chart("charts/shop", "1.0.0", "name: web, version: ^1, repository: file://../web");
    chart("charts/web", "1.0.0");
    Path other = folder.resolve("source");
    ChartChoice choice =
        new ChartChoice.FromGit(other.toString(), ChartChoice.RefKind.HEAD, "", "charts/shop");
    try (ChartShelf shelf = shelf()) {
      SourceCharts charts =
          new SourceCharts(new FolderSourceFiles(folder), shelf, ValuesObjects.NONE);
      try (LocalRepository repository = LocalRepository.create(other)) {
        repository.commitAll("First");
        assertEquals("1.0.0", charts.chart(release(choice)).metadata().version());
        chart("charts/shop", "1.1.0", "name: web, version: ^1, repository: file://../web");
        repository.commitAll("Second");
        assertEquals("1.0.0", charts.chart(release(choice)).metadata().version(), "not asked yet");
        clock.now = clock.now.plusSeconds(31);
        Chart second = charts.chart(release(choice));
        assertEquals("1.1.0", second.metadata().version());
        assertEquals("web", second.dependencies().get(0).name());
      }
      Files.move(other, folder.resolve("gone"));
      clock.now = clock.now.plusSeconds(31);
      assertEquals("1.1.0", charts.chart(release(choice)).metadata().version());
      assertTrue(warnings.get(0).contains("; charts stay at commit "), warnings::toString);

      ChartException none =
          assertThrows(
              ChartException.class,
              () ->
                  charts.chart(
                      release(
                          new ChartChoice.FromGit(
                              other.toString(), ChartChoice.RefKind.TAG, "v1", "charts/shop"))));
      assertTrue(
          none.getMessage().startsWith("apps/shop.yaml:7: spec.chart: repository "),
          none.getMessage());
    }
    try (ChartShelf again = shelf()) {
      SourceCharts charts =
          new SourceCharts(new FolderSourceFiles(folder), again, ValuesObjects.NONE);
      assertEquals("1.1.0", charts.chart(release(choice)).metadata().version(), "after a restart");
    }
  }
}
