package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushed by us and by Helm: the same manifest; and each reads what the other pushed. */
@RealHelm
@RealRegistry
class ChartPushIT {
  @TempDir Path folder;

  private static RepositoryConnections connections() {
    return new RepositoryConnections(
        Map.of("", new RepositoryAccess(null, null, null, null, false, true)),
        List.of(),
        Map.of(),
        Clock.systemUTC());
  }

  private Path packaged(TestHelm helm, String yaml) throws IOException {
    Path chart = Files.createDirectories(folder.resolve("shop"));
    Files.writeString(chart.resolve("Chart.yaml"), yaml);
    String said = helm.in(folder).helm4("package", "shop").ok().strip();
    return Path.of(said.substring(said.lastIndexOf(' ') + 1));
  }

  private static final String FULL =
      """
      apiVersion: v2
      name: shop
      version: 1.0.0+build.1
      appVersion: "<2>"
      description: Sells things & more
      home: https://shop.example.org
      icon: https://shop.example.org/icon.png
      kubeVersion: ">=1.20.0-0"
      deprecated: true
      type: application
      keywords: [b, a]
      sources: [https://git.example.org/shop, https://other.example.org]
      maintainers:
      - {name: Ann, email: ann@example.org, url: https://ann.example.org}
      - {name: Bob}
      annotations:
        zebra: "1"
        artifacthub.io/license: Apache-2.0
        org.opencontainers.image.title: not this
        org.opencontainers.image.url: https://instead.example.org
      dependencies:
      - {name: db, version: ^1, repository: "", condition: db.enabled, tags: [x], alias: a, import-values: [data, {parent: p, child: c}]}
      """;

  @Test
  void theManifestIsHelms(TestHelm helm, TestRegistry registry) throws IOException {
    Files.createDirectories(folder.resolve("shop/charts/db"));
    Files.writeString(
        folder.resolve("shop/charts/db/Chart.yaml"), "apiVersion: v2\nname: db\nversion: 1.0.0\n");
    for (String yaml : List.of("apiVersion: v2\nname: shop\nversion: 1.0.0\n", FULL)) {
      for (boolean isSigned : new boolean[] {false, true}) {
        Path archive = packaged(helm, yaml);
        if (isSigned) {
          Files.writeString(Path.of(archive + ".prov"), "looks signed");
        }
        TestHelm.Run theirs =
            helm.helm4(
                "push", archive.toString(), "oci://" + registry.host() + "/theirs", "--plain-http");
        theirs.ok();
        ChartPush.Pushed ours =
            new ChartPush(connections(), ZoneId.systemDefault())
                .push(archive, "oci://" + registry.host() + "/ours");
        assertEquals(
            theirs.stdout() + theirs.stderr(),
            ("Pushed: " + ours.reference() + "\nDigest: " + ours.digest() + "\n")
                    .replace("/ours/", "/theirs/")
                + (theirs.toString().contains("underscore")
                    ? (theirs.stdout() + theirs.stderr())
                        .substring((theirs.stdout() + theirs.stderr()).indexOf("\n127.0.0.1") + 1)
                    : ""));
      }
    }
  }

  @Test
  void helmPullsAndWeFetchByTagAndByDigest(TestHelm helm, TestRegistry registry)
      throws IOException {
    Path archive = packaged(helm, "apiVersion: v2\nname: shop\nversion: 1.0.0+build.1\n");
    String repository = "oci://" + registry.host() + "/team";
    ChartPush.Pushed pushed =
        new ChartPush(connections(), ZoneId.of("UTC")).push(archive, repository);
    assertEquals(registry.host() + "/team/shop:1.0.0_build.1", pushed.reference());
    TestHelm there = helm.in(Files.createDirectory(folder.resolve("pulled")));
    there.helm4("pull", repository + "/shop", "--version", "1.0.0+build.1", "--plain-http").ok();
    assertEquals(-1, Files.mismatch(archive, folder.resolve("pulled/shop-1.0.0+build.1.tgz")));

    ChartFetcher fetcher =
        new ChartFetcher(
            folder.resolve("cache"), 1 << 20, connections(), Clock.systemUTC(), warning -> {});
    for (String version : List.of("", "^1", "1.0.0+build.1")) {
      for (String digest : List.of("", pushed.digest())) {
        ChartReference reference = new ChartReference(repository, "shop", version, digest);
        ResolvedChart resolved = fetcher.resolve(reference);
        assertEquals("1.0.0+build.1", resolved.version());
        assertEquals("shop-1.0.0+build.1.tgz", resolved.fileName());
        assertEquals(-1, Files.mismatch(archive, fetcher.archive(reference, resolved)));
      }
    }
    ChartReference other = new ChartReference(repository, "shop", "^2", pushed.digest());
    RepositoryException wrong =
        assertThrows(RepositoryException.class, () -> fetcher.resolve(other));
    assertEquals(RepositoryException.Kind.NO_VERSION, wrong.kind());
    ChartReference none = new ChartReference(repository, "shop", "", "sha256:" + "0".repeat(64));
    RepositoryException missing =
        assertThrows(RepositoryException.class, () -> fetcher.resolve(none));
    assertTrue(missing.getMessage().startsWith("there is no chart oci://"), missing.getMessage());
  }
}
