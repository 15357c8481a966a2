package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.SideBySide;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** create, lint, package and show beside the real Helm's. */
@RealHelm
class AuthorIT {
  @TempDir Path root;
  private SideBySide both;

  @BeforeEach
  void folders(TestHelm helm) throws IOException {
    both = new SideBySide(helm, root);
    helm.in(root).helm4("create", "shop").ok();
    both.both(folder -> copy(root.resolve("shop"), folder.resolve("shop")));
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          Files.copy(one, target);
          Files.setLastModifiedTime(target, FileTime.from(Instant.parse("2026-01-02T03:04:05.7Z")));
        }
      }
    }
  }

  @Test
  void createSaysWhatHelmSays() throws IOException {
    both.both(folder -> Files.writeString(folder.resolve("file"), "x"));
    for (String line :
        List.of("create", "create a b", "create nofolder/x", "create file", "create bad*name")) {
      both.same(line);
    }
    both.same("create", "bad name");
  }

  @Test
  void aNewChartPassesHelmsLintAndRendersTheSameKinds() {
    assertEquals("Creating web\n", both.program("create", "web").stdout());
    assertEquals("Creating web\n", both.helm("create", "web").ok());
    String ours = both.ours().resolve("web").toString();
    assertEquals(0, both.helm("lint", "--strict", ours).exitCode(), "helm lint of our chart");
    for (List<String> values :
        List.<List<String>>of(
            List.of(),
            List.of(
                "--set",
                "ingress.enabled=true,httpRoute.enabled=true,autoscaling.enabled=true,"
                    + "autoscaling.targetMemoryUtilizationPercentage=70"))) {
      List<String> theirs = kinds(values, both.theirs().resolve("web").toString());
      assertEquals(theirs, kinds(values, ours), values.toString());
      assertTrue(theirs.size() >= 4, theirs.toString());
    }
  }

  private List<String> kinds(List<String> values, String chart) {
    List<String> line = new ArrayList<>(List.of("template", "web", chart));
    line.addAll(values);
    return both.helm(line.toArray(String[]::new))
        .ok()
        .lines()
        .filter(text -> text.startsWith("kind: "))
        .toList();
  }

  @Test
  void aStarterGivesTheSameChartButForItsDescription() throws IOException {
    both.both(
        folder -> {
          Path starter = folder.resolve("starter");
          copy(folder.resolve("shop"), starter);
          Files.writeString(
              starter.resolve("templates/x.yaml"), "kind: <CHARTNAME>\nname: {{ .Chart.Name }}\n");
        });
    both.same("create", "mine", "--starter", root.resolve("nothing").toString());
    for (String who : List.of("helm", "ours")) {
      String starter = root.resolve(who).resolve("work/starter").toString();
      assertEquals(
          "Creating mine\n",
          who.equals("helm")
              ? both.helm("create", "mine", "-p", starter).ok()
              : both.program("create", "mine", "-p", starter).stdout());
    }
    for (String file : List.of("templates/x.yaml", "values.yaml", "templates/NOTES.txt")) {
      assertArrayEquals(
          Files.readAllBytes(both.theirs().resolve("mine").resolve(file)),
          Files.readAllBytes(both.ours().resolve("mine").resolve(file)),
          file);
    }
  }

  @Test
  void lintFindsWhatHelmFinds() throws IOException {
    both.both(
        folder -> {
          Path shop = folder.resolve("shop");
          Files.createDirectories(shop.resolve("crds"));
          Files.writeString(shop.resolve("crds/odd.yaml"), "kind: Odd\n");
          Files.writeString(
              shop.resolve("templates/odd.yaml"),
              """
                name: {{ required "give it" .Values.nothing }}
              ---
              apiVersion: policy/v1beta1
              kind: PodDisruptionBudget
              metadata: {name: Wrong_Name}
              --- # more
              kind: Deployment
              metadata: {name: {{ fail "no" }} bare}
              ---
              kind: List
              items: [{metadata: {annotations: {helm.sh/resource-policy: keep}}}]
              """);
          Files.writeString(shop.resolve("templates/notes.md"), "x");
          Files.writeString(
              shop.resolve("Chart.yaml"),
              """
              apiVersion: v2
              name: shop
              version: 1.10
              appVersion: 3
              unknown: field
              icon: none
              sources: ["x"]
              maintainers: [{name: a, email: b}]
              dependencies: [{name: base, version: "1"}]
              """);
        });
    for (String line :
        List.of(
            "lint shop",
            "lint --quiet shop",
            "lint --strict shop nothing nothing.tgz",
            "lint shop --kube-version 1.15",
            "lint shop --kube-version x",
            "lint shop --set replicaCount={a",
            "lint",
            "lint --unknown shop",
            "lint -X",
            "lint shop --kube-version")) {
      both.same(line);
    }
  }

  @Test
  void lintStopsWhereHelmStops() throws IOException {
    List<String[]> breaks =
        List.of(
            new String[] {"Chart.yaml", "- a\n"},
            new String[] {"Chart.yaml", "apiVersion: v2\nname: x\nversion: {}\n"},
            new String[] {"Chart.yaml", "apiVersion: v2\nname: x\nversion: 1.0.0\nname: x\n"},
            new String[] {"Chart.yaml", "name: x\nversion: 0.0.0-0\ntype: application\n"},
            new String[] {"values.yaml", "a: [\n"},
            new String[] {"values.yaml", "- a\n"},
            new String[] {"values.schema.json", "{\"required\": [\"nothing\"]}"},
            new String[] {"templates/x.yaml", "{{ .Values.a.b.c }}"},
            new String[] {"templates/x.yaml", "{{ if }}"},
            new String[] {"templates/x.yaml", "a: b: c"},
            new String[] {"templates/x.yaml", "kind: [a]"},
            new String[] {"templates/x.yaml", "- a"},
            new String[] {"templates/x.yaml", "{\"kind\": \"Job\", \"metadata\": 3}"},
            new String[] {"templates/x.yaml", "a: 1\n--- x\n"});
    for (int i = 0; i < breaks.size(); i++) {
      String name = "broken" + i;
      String[] broken = breaks.get(i);
      both.both(
          folder -> {
            copy(folder.resolve("shop"), folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve(broken[0]), broken[1]);
          });
      both.same("lint " + name);
    }
  }

  @Test
  void packagesHoldTheSameBytesInTheSameOrder() throws IOException {
    both.both(
        folder -> {
          Path shop = folder.resolve("shop");
          copy(root.resolve("shop"), shop.resolve("charts/base"));
          Files.writeString(shop.resolve("README.md"), "# Shop\n");
          Files.writeString(shop.resolve("values.schema.json"), "{}");
          Files.writeString(
              shop.resolve("Chart.lock"),
              "dependencies: []\ndigest: sha256:00\ngenerated: \"2024-05-06T07:08:09.123456789+02:00\"\n");
          String deep = "files/" + "deep/".repeat(30) + "file.txt";
          Files.createDirectories(shop.resolve(deep).resolveSibling(""));
          Files.writeString(shop.resolve(deep), "deep");
          Files.writeString(shop.resolve("files/näme.txt"), "umlaut");
          setTimes(shop);
        });
    both.same("package shop");
    both.same("package shop --version 2.0.0 --app-version 7 -d out/deep");
    both.same("lint --with-subcharts shop");
    both.same("package shop --version 2.0.0+build.1");
    for (String line : List.of("package", "package nothing", "package shop --version x")) {
      both.same(line);
    }
    both.same("package", "shop/Chart.yaml");
    both.same("package", "-d");
    for (String file :
        List.of("shop-0.1.0.tgz", "out/deep/shop-2.0.0.tgz", "shop-2.0.0+build.1.tgz")) {
      assertArrayEquals(
          unzipped(both.theirs().resolve(file)), unzipped(both.ours().resolve(file)), file);
    }
    byte[] first = Files.readAllBytes(both.ours().resolve("shop-0.1.0.tgz"));
    both.same("package shop");
    assertArrayEquals(first, Files.readAllBytes(both.ours().resolve("shop-0.1.0.tgz")));
    String ours = both.ours().resolve("shop-0.1.0.tgz").toString();
    assertEquals(
        both.helm("template", "x", both.theirs().resolve("shop-0.1.0.tgz").toString()).ok(),
        both.helm("template", "x", ours).ok());
    both.same("lint", "shop-0.1.0.tgz");
  }

  private static void setTimes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(one, FileTime.from(Instant.parse("2026-01-02T03:04:05.7Z")));
      }
    }
  }

  private static byte[] unzipped(Path archive) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      return in.readAllBytes();
    }
  }

  @Test
  void showPrintsTheSame() throws IOException {
    both.both(
        folder -> {
          Path shop = folder.resolve("shop");
          Files.createDirectories(shop.resolve("crds"));
          Files.writeString(shop.resolve("crds/a.yaml"), "kind: A\n");
          Files.writeString(shop.resolve("crds/b.yml"), "---\nkind: B");
          Files.writeString(shop.resolve("ReadMe.md"), "# Grüezi\n");
        });
    for (String part : List.of("all", "chart", "values", "readme", "crds")) {
      both.same("show " + part + " shop");
    }
    for (String line :
        List.of(
            "show chart",
            "show chart nothing",
            "show chart ./nothing",
            "show chart a/b",
            "inspect chart shop")) {
      both.same(line);
    }
  }
}
