package io.autohelm.agent.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.TestRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GitModulesTest {
  @TempDir private Path folder;
  private TestRepository remote;
  private TestRepository charts;
  private TestRepository common;
  private GitHttpServer server;

  @BeforeEach
  void open() {
    remote = TestRepository.create(folder.resolve("x.git"));
    charts = TestRepository.create(folder.resolve("charts.git"));
    common = TestRepository.create(folder.resolve("common.git"));
    server = GitHttpServer.of(folder).protectedBy("bot", "secret");
  }

  @AfterEach
  void close() {
    server.close();
    List.of(remote, charts, common).forEach(TestRepository::close);
  }

  private GitRepository repository(boolean hasModules) {
    return GitRepository.open(
        new GitOrigin(
            server.url("x.git"),
            new GitRef.Branch("main"),
            GitAccess.of(GitCredentials.password("bot", "secret")),
            SignaturePolicy.NONE,
            hasModules,
            true),
        folder.resolve("data"),
        Clock.systemUTC());
  }

  private static String read(CommitFiles files, String path) {
    return new String(files.read(files.list(path).get(0)), StandardCharsets.UTF_8);
  }

  @Test
  void filesOfSubModulesStandWhereTheModuleDoes() {
    common.write("labels.yaml", "team: web");
    charts.write("shop/Chart.yaml", "name: shop");
    String older = charts.link("common", "../common.git", common.write("labels.yaml", "team: db"));
    charts.write("shop/Chart.yaml", "name: newer");
    remote.write("release.yaml", "a: 1");
    remote.link("charts", "../charts.git", older);
    try (GitRepository repository = repository(true)) {
      GitCommit commit = repository.fetch(repository.ask());
      CommitFiles files = repository.files(commit);

      assertEquals("name: shop", read(files, "charts/shop/Chart.yaml"));
      assertEquals("team: db", read(files, "charts/common/labels.yaml"));
      assertEquals(
          List.of(
              ".gitmodules",
              "charts/.gitmodules",
              "charts/common/labels.yaml",
              "charts/shop/Chart.yaml",
              "release.yaml"),
          files.list("").stream().map(CommitFiles.Entry::path).toList());
      assertTrue(files.key("charts/shop").isPresent());
      assertTrue(files.key("charts/none").isEmpty());
      assertTrue(files.key("charts").isPresent());
    }
    try (GitRepository repository = repository(false)) {
      CommitFiles files = repository.files(repository.fetch(repository.ask()));
      assertEquals(2, files.list("").size());
    }
  }

  @Test
  void aSubModuleThatCannotBeHadIsNamed() {
    charts.write("x", "1");
    remote.write("release.yaml", "a: 1");
    remote.link("charts", "../none.git", charts.write("x", "2"));
    try (GitRepository repository = repository(true)) {
      String id = repository.ask();
      String said = assertThrows(GitException.class, () -> repository.fetch(id)).getMessage();
      assertTrue(said.contains("/none.git"), said);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/a/b.git, ../c.git, https://h/a/c.git",
    "https://h/a/b.git, ./c.git, https://h/a/b.git/c.git",
    "https://h/a/b.git, ../../c.git, https://h/c.git",
    "https://h:8443/b.git, ../c.git, https://h:8443/c.git",
    "git@h:a/b.git, ../c.git, git@h:a/c.git",
    "git@h:b.git, ../c.git, git@h:c.git",
    "/srv/b.git, ../c.git, /srv/c.git",
    "https://h/b.git, ssh://git@other/c.git, ssh://git@other/c.git"
  })
  void anAddressMayStandBesideTheRepositorys(String url, String address, String expected) {
    assertEquals(expected, GitModules.resolved(url, address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../c", "../../../../c", "/etc", "file:///etc", "c.git"})
  void anAddressOutsideIsRefused(String address) {
    assertThrows(GitException.class, () -> GitModules.resolved("https://h:8443/a/b.git", address));
  }
}
