package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.Program;
import io.autohelm.agent.testing.SideBySide;
import io.autohelm.agent.testing.StaticFiles;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.RealRegistry;
import io.autohelm.engine.testing.TestHelm;
import io.autohelm.engine.testing.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** repo, search, pull, push, registry and dependency beside the real Helm's, on real servers. */
@RealHelm
@RealRegistry
class RepositoryCommandsIT {
  @TempDir Path root;
  private SideBySide both;
  private Path charts;
  private TestHelm packaging;

  @BeforeEach
  void charts(TestHelm helm) throws IOException {
    both = new SideBySide(helm, root);
    packaging = helm.in(root);
    charts = Files.createDirectories(root.resolve("charts"));
    packaging.helm4("create", "shop").ok();
    packaging.helm4("create", "base").ok();
    Path yaml = root.resolve("base/Chart.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replaceFirst(
                "(?m)^description:.*",
                "description: Ein långer Text, der weiter geht als fünfzig Spalten breit ist\nkeywords: [shop, web]"));
    for (String version : List.of("0.1.0", "1.0.0+build.1", "1.2.0", "2.0.0-rc.1")) {
      packaging.helm4("package", "shop", "--version", version, "-d", charts.toString()).ok();
    }
    packaging.helm4("package", "base", "-d", charts.toString()).ok();
    packaging.helm4("repo", "index", charts.toString()).ok();
  }

  private void all(String... lines) {
    for (String line : lines) {
      both.same(line);
    }
  }

  @Test
  void repositoriesAreNamedAndSearched() throws IOException {
    try (StaticFiles server = StaticFiles.of(charts)) {
      String url = server.url();
      all(
          "repo list",
          "repo list -o json",
          "repo update",
          "repo remove x",
          "search repo",
          "repo add",
          "repo add one " + url,
          "repo add one " + url,
          "repo add one " + url + " --username a --password b",
          "repo add two " + url + "/nothing",
          "repo add two ftp://example.org",
          "repo add a/b " + url,
          "repo add old https://kubernetes-charts.storage.googleapis.com",
          "repo add two " + url + " --pass-credentials --force-update",
          "repo list",
          "repo list --no-headers",
          "repo list -o json",
          "repo list -o yaml",
          "repo list -o xml",
          "repo list more",
          "repo update one",
          "repo update one three",
          "search repo",
          "search repo shop",
          "search repo SHOP -l",
          "search repo shop --devel",
          "search repo base --max-col-width 0",
          "search repo shop -o json",
          "search repo shop -o yaml",
          "search repo nothing",
          "search repo nothing -o json",
          "search repo nothing --fail-on-no-result",
          "search repo --version >0.1.0",
          "search repo --regexp ^sh.p",
          "search repo långer");
      both.same("search", "repo", "--version", "x y");
      assertEquals(
          Files.readString(both.theirKept("config").resolve("repositories.yaml")),
          Files.readString(both.kept("config").resolve("repositories.yaml")));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(both.kept("config").resolve("repositories.yaml"))));
      assertArrayEquals(
          Files.readAllBytes(charts.resolve("index.yaml")),
          Files.readAllBytes(both.kept("cache").resolve("repository/one-index.yaml")));
      all("repo remove two", "repo remove two", "repo remove", "repo remove one", "repo list");
      assertFalse(Files.exists(both.kept("cache").resolve("repository/one-index.yaml")));
    }
  }

  @Test
  void eitherProgramFindsWhatTheOtherAdded() throws IOException {
    try (StaticFiles server = StaticFiles.of(charts, "ann:secret")) {
      assertEquals(
          0,
          both.program(
                  "repo", "add", "s", server.url(), "--username", "ann", "--password", "secret")
              .exitCode());
      String config = both.kept("config").resolve("repositories.yaml").toString();
      String cache = both.kept("cache").resolve("repository").toString();
      String[] files = {"--repository-config", config, "--repository-cache", cache};
      assertEquals(
          both.program("search", "repo", "-l").stdout(),
          both.helm("search", "repo", "-l", files[0], files[1], files[2], files[3]).ok());
      both.helm("pull", "s/shop", files[0], files[1], files[2], files[3]).ok();
      assertEquals(0, both.program("pull", "s/shop").exitCode());
      assertArrayEquals(
          Files.readAllBytes(charts.resolve("shop-1.2.0.tgz")),
          Files.readAllBytes(both.ours().resolve("shop-1.2.0.tgz")));
    }
  }

  @Test
  void chartsOfRepositoriesArePulledAndShown() throws IOException {
    try (StaticFiles server = StaticFiles.of(charts)) {
      String url = server.url();
      both.both(folder -> Files.createDirectory(folder.resolve("into")));
      all(
          "repo add s " + url,
          "pull",
          "pull shop",
          "pull s/shop",
          "pull s/shop --version ^0.1 -d into",
          "pull s/shop --devel -d into",
          "pull s/shop --version 7",
          "pull s/nothing",
          "pull nobody/shop",
          "pull s/shop --untar",
          "pull s/shop --untar",
          "pull s/shop --untar --untardir below -d into",
          "pull " + url + "/base-0.1.0.tgz",
          "pull " + url + "/base-9.tgz",
          "pull shop --version 0.1.0 --repo " + url,
          "pull nothing --repo " + url,
          "pull shop --version 9.9.9 --repo " + url,
          "pull shop --repo " + url + "/nothing",
          "show chart s/shop",
          "show chart s/shop --devel",
          "show values shop --repo " + url,
          "show chart s/shop --version 1.2.3");
      assertEquals(files(both.theirs()), files(both.ours()));
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void registriesAreAskedTheSame(TestRegistry registry) throws IOException {
    String remote = "oci://" + registry.host() + "/charts";
    String plain = " --plain-http";
    both.both(
        folder -> {
          for (String file : List.of("shop-0.1.0.tgz", "shop-1.0.0+build.1.tgz")) {
            Files.copy(
                charts.resolve(file),
                folder.resolve(file),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
          }
          Files.createDirectory(folder.resolve("folder"));
        });
    all(
        "push shop-0.1.0.tgz " + remote + plain,
        "push shop-1.0.0+build.1.tgz " + remote + "/" + plain,
        "push nothing.tgz " + remote + plain,
        "push folder " + remote + plain,
        "push shop-0.1.0.tgz localhost/charts",
        "push shop-0.1.0.tgz foo://localhost/charts",
        "push shop-0.1.0.tgz",
        "pull " + remote + "/shop -d folder" + plain,
        "pull " + remote + "/shop --version 0.1.0 -d folder" + plain,
        "pull " + remote + "/shop:0.1.0 -d folder" + plain,
        "pull " + remote + "/shop:0.1.0 --version 0.2.0 -d folder" + plain,
        "pull " + remote + "/shop --version 7.0.0" + plain,
        "pull " + remote + "/nothing --version 7.0.0" + plain,
        "pull " + remote + "/nothing" + plain,
        "pull " + remote + "/shop --version 0.1.0 --prov -d folder" + plain,
        "pull " + remote + "/shop --version 0.1.0 --verify -d folder" + plain,
        "pull " + remote + "/shop --version 0.1.0 --untar" + plain,
        "show chart " + remote + "/shop --version 0.1.0" + plain,
        "show chart " + remote + "/shop --version 0.1.0" + plain);
    assertEquals(files(both.theirs()), files(both.ours()));
  }

  @Test
  void credentialsForRegistriesAreKeptAsHelmKeepsThem(TestRegistry registry) throws IOException {
    String host = registry.host();
    all(
        "registry login " + host + " -u a -p b --plain-http",
        "registry login " + host + "/path -u a -p b --plain-http",
        "registry login 127.0.0.1:1 -u a -p b --plain-http",
        "registry login");
    Path ours = both.kept("config").resolve("registry/config.json");
    Path theirs = both.theirKept("config").resolve("registry/config.json");
    assertEquals(Files.readString(theirs), Files.readString(ours));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)));
    all("registry logout " + host, "registry logout nobody");
    assertEquals(Files.readString(theirs), Files.readString(ours));
  }

  @Test
  void dependenciesAreBroughtTheSame() throws IOException {
    try (StaticFiles server = StaticFiles.of(charts)) {
      both.both(
          folder -> {
            AuthorIT.copy(root.resolve("base"), folder.resolve("base"));
            AuthorIT.copy(root.resolve("shop"), folder.resolve("parent"));
            Path yaml = folder.resolve("parent/Chart.yaml");
            Files.writeString(
                yaml,
                Files.readString(yaml).replace("name: shop", "name: parent")
                    + "\ndependencies:\n- {name: shop, version: ^1, repository: "
                    + server.url()
                    + "}\n- {name: base, version: 0.1.0, repository: \"file://../base\", alias: b}\n");
          });
      all(
          "dependency list parent",
          "dependency list base",
          "dependency list nothing",
          "package parent",
          "lint parent",
          "dependency build parent",
          "dependency update parent",
          "dependency list parent",
          "repo add s " + server.url(),
          "dependency update parent",
          "dependency build parent --skip-refresh",
          "dep ls parent",
          "dependency build a b");
      assertEquals(files(both.theirs()), files(both.ours()));
      assertEquals(lock(both.theirs()), lock(both.ours()));
      both.same("package parent -u -d into");
      both.same("template x parent");
    }
  }

  private static String lock(Path folder) throws IOException {
    return Files.readString(folder.resolve("parent/Chart.lock"))
        .replaceFirst("generated: .*", "generated: <time>");
  }

  @Test
  void anIndexIsWhatHelmsIs() throws IOException {
    both.both(
        folder -> {
          Path into = Files.createDirectories(folder.resolve("dist/more"));
          Files.copy(charts.resolve("shop-1.2.0.tgz"), into.resolve("shop-1.2.0.tgz"));
          Files.copy(charts.resolve("shop-0.1.0.tgz"), folder.resolve("dist/shop-0.1.0.tgz"));
          Files.writeString(folder.resolve("dist/no.tgz"), "no chart");
          Files.copy(charts.resolve("index.yaml"), folder.resolve("old.yaml"));
        });
    for (String line :
        List.of(
            "repo index dist",
            "repo index dist --url https://charts.example.org/a/?x=y",
            "repo index dist --merge old.yaml --url http://x",
            "repo index dist --merge new.yaml",
            "repo index",
            "repo index nothing")) {
      both.same(line);
      assertEquals(index(both.theirs()), index(both.ours()), line);
    }
    both.same("repo index dist --json --merge old.yaml");
    Program.Run ours = both.program("search", "repo");
    assertTrue(ours.stderr().contains("no repositories configured"), ours.stderr());
  }

  private static String index(Path folder) throws IOException {
    return Files.readString(folder.resolve("dist/index.yaml"))
        .replaceAll("(created|generated): .*", "$1: <time>");
  }
}
