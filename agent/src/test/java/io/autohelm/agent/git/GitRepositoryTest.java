package io.autohelm.agent.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.GitSshServer;
import io.autohelm.agent.testing.TestRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GitRepositoryTest {
  @TempDir private Path folder;
  private TestRepository remote;
  private GitHttpServer server;

  @BeforeEach
  void open() {
    remote = TestRepository.create(folder.resolve("x.git"));
    server = GitHttpServer.of(folder);
  }

  @AfterEach
  void close() {
    server.close();
    remote.close();
  }

  private GitRepository repository(String url, GitRef ref, GitCredentials credentials) {
    return GitRepository.open(
        GitOrigin.of(url, ref, GitAccess.of(credentials)),
        folder.resolve("data"),
        Clock.systemUTC());
  }

  private GitRepository repository(GitRef ref) {
    return repository(server.url("x.git"), ref, GitCredentials.NONE);
  }

  private static GitCredentials password(String password) {
    return GitCredentials.password("bot", password);
  }

  private static String text(CommitFiles files, String path) {
    return new String(files.read(files.list(path).get(0)), StandardCharsets.UTF_8);
  }

  @Test
  void filesAreReadFromACommitWithoutACheckout() {
    remote.write(
        "main", "First", Map.of("a/b.yaml", "b", "a/c.yaml", "c", "ab/d.yaml", "d", "e", "e"));
    try (GitRepository repository = repository(new GitRef.Head())) {
      GitCommit commit = repository.fetch(repository.ask());
      assertEquals("First", commit.subject());
      assertEquals("Test", commit.author());
      CommitFiles files = repository.files(commit);
      assertEquals(
          List.of("a/b.yaml", "a/c.yaml"),
          files.list("./a/").stream().map(CommitFiles.Entry::path).toList());
      assertEquals(4, files.list("").size());
      assertEquals(1, files.list("a/b.yaml").size());
      assertEquals(List.of(), files.list("none"));
      assertEquals("b", text(files, "a/b.yaml"));
      assertEquals(Optional.empty(), files.key("a/none"));
      assertTrue(files.key("a").isPresent() && files.key("e").isPresent());
      assertThrows(GitException.class, () -> files.list("../x"));
      assertFalse(Files.exists(folder.resolve("data/a")));
    }
  }

  @Test
  void anUnchangedFolderKeepsItsKey() {
    remote.write("main", "1", Map.of("a/x", "1", "b/x", "1"));
    try (GitRepository repository = repository(new GitRef.Branch("main"))) {
      CommitFiles first = repository.files(repository.fetch(repository.ask()));
      remote.write("b/x", "2");
      CommitFiles second = repository.files(repository.fetch(repository.ask()));
      assertEquals(first.key("a"), second.key("a"));
      assertFalse(first.key("b").equals(second.key("b")));
      assertFalse(first.key("").equals(second.key("")));
      // What an earlier commit held can be read as long as somebody holds it.
      assertEquals("1", text(first, "b/x"));
    }
  }

  @Test
  void anUnchangedRepositoryCostsOneQuestion() {
    remote.write("x", "1");
    try (GitRepository repository = repository(new GitRef.Branch("main"))) {
      String id = repository.ask();
      repository.fetch(id);
      int before = server.requests().size();
      assertEquals(id, repository.ask());
      repository.fetch(id);
      assertTrue(
          server.requests().size() - before <= 2,
          () -> server.requests().subList(before, server.requests().size()).toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "^1.0, v1.10.0",
    "1.x, v1.10.0",
    ">=1.0 <1.5, v1.2.0",
    "^2.0.0-0, 2.0.0-rc.1",
    "~1.2, v1.2.0"
  })
  void theHighestTagOfARangeIsTaken(String constraint, String expected) {
    for (String tag : List.of("v1.2.0", "v1.10.0", "2.0.0-rc.1", "nightly", "v0.9.0")) {
      remote.tag(tag, remote.write("version", tag));
    }
    remote.write("version", "untagged");
    try (GitRepository repository = repository(new GitRef.Semver(constraint))) {
      CommitFiles files = repository.files(repository.fetch(repository.ask()));
      assertEquals(expected, text(files, "version"));
    }
  }

  @Test
  void refsAreFollowed() {
    String first = remote.write("x", "1");
    remote.tag("v1", first);
    String second = remote.write("x", "2");
    String other = remote.write("side", "Aside", Map.of("x", "3"));
    assertEquals(first, found(new GitRef.Tag("v1")));
    assertEquals(second, found(new GitRef.Branch("main")));
    assertEquals(second, found(new GitRef.Head()));
    assertEquals(other, found(new GitRef.Branch("side")));
    assertEquals(other, found(new GitRef.Commit(other)));
    assertEquals(first, found(new GitRef.Commit(first)));
    remote.tag("v1", second);
    assertEquals(second, found(new GitRef.Tag("v1")));
  }

  private String found(GitRef ref) {
    try (GitRepository repository = repository(ref)) {
      return repository.fetch(repository.ask()).id();
    }
  }

  @Test
  void aForcedPushIsFollowed() {
    remote.write("x", "1");
    String kept = remote.write("x", "2");
    remote.write("x", "3");
    try (GitRepository repository = repository(new GitRef.Branch("main"))) {
      repository.fetch(repository.ask());
      String forced = remote.write("aside", "Rewritten", Map.of("x", "4"));
      remote.force("main", forced);
      assertEquals(forced, repository.fetch(repository.ask()).id());
      remote.force("main", kept);
      GitCommit back = repository.fetch(repository.ask());
      assertEquals(kept, back.id());
      assertEquals("2", text(repository.files(back), "x"));
    }
  }

  @Test
  void whatIsNotThereIsNamed() {
    remote.write("x", "1");
    for (GitRef ref :
        List.of(new GitRef.Branch("none"), new GitRef.Tag("none"), new GitRef.Semver(">=1.0.0"))) {
      GitException failure = assertThrows(GitException.class, () -> found(ref));
      assertEquals(
          "repository " + server.url("x.git") + " has no " + ref.text(), failure.getMessage());
    }
    assertThrows(GitException.class, () -> found(new GitRef.Commit("0".repeat(39) + "1")));
  }

  @Test
  void anEmptyRepositoryHasNoHead() {
    GitException failure = assertThrows(GitException.class, () -> found(new GitRef.Head()));
    assertTrue(failure.getMessage().contains("has no HEAD"), failure.getMessage());
  }

  @Test
  void aServerThatIsAwayIsToldAndComesBack() {
    String id = remote.write("x", "1");
    try (GitRepository repository = repository(new GitRef.Branch("main"))) {
      server.setDown(true);
      GitException failure = assertThrows(GitException.class, repository::ask);
      assertTrue(failure.getMessage().contains("503"), failure.getMessage());
      server.setDown(false);
      assertEquals(id, repository.ask());
    }
    server.close();
    assertThrows(GitException.class, () -> found(new GitRef.Head()));
  }

  @Test
  void aPasswordLetsIn() throws Exception {
    String id = remote.write("x", "1");
    server.protectedBy("bot", "s3cret-word");
    Path file = Files.writeString(folder.resolve("token"), "s3cret-word\n");
    try (GitRepository repository =
        repository(
            server.url("x.git"),
            new GitRef.Head(),
            new GitCredentials("bot", null, file, null, null, null, null, null))) {
      assertEquals(id, repository.fetch(repository.ask()).id());
      Files.writeString(file, "old");
      assertThrows(GitException.class, repository::ask);
      Files.writeString(file, "s3cret-word");
      assertEquals(id, repository.ask());
    }
  }

  @Test
  void aWrongPasswordIsNeverRepeated() {
    remote.write("x", "1");
    server.protectedBy("bot", "right");
    String withUser = server.url("x.git").replace("http://", "http://bot:wr0ng-word@");
    for (GitRepository repository :
        List.of(
            repository(server.url("x.git"), new GitRef.Head(), password("wr0ng-word")),
            repository(withUser, new GitRef.Head(), GitCredentials.NONE))) {
      try (repository) {
        GitException failure = assertThrows(GitException.class, repository::ask);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
          assertFalse(String.valueOf(cause.getMessage()).contains("wr0ng-word"), cause.toString());
        }
      }
    }
    assertFalse(GitRepository.shown(withUser).contains("wr0ng-word"));
    assertFalse(password("wr0ng-word").toString().contains("wr0ng-word"));
  }

  @Test
  void lockFilesOfAKilledProcessAreNoHindrance() throws Exception {
    remote.write("x", "1");
    found(new GitRef.Branch("main"));
    Path store = folder.resolve("data/objects.git");
    Files.writeString(store.resolve("refs/autohelm/current.lock"), "");
    Files.writeString(store.resolve("shallow.lock"), "");
    String next = remote.write("x", "2");
    assertEquals(next, found(new GitRef.Branch("main")));
  }

  @Test
  void sshTrustsOnlyKnownHosts() throws Exception {
    String id = remote.write("x", "1");
    try (GitSshServer ssh = GitSshServer.of(folder);
        GitSshServer impostor = GitSshServer.of(folder)) {
      Path key = Files.writeString(folder.resolve("key"), ssh.clientKey());
      Path known = Files.writeString(folder.resolve("known"), ssh.knownHosts());
      String port = ssh.url("").replaceAll(".*:(\\d+)/.*", "$1");
      String wrong = impostor.knownHosts().replaceFirst(":\\d+ ", ":" + port + " ");
      Path changed = Files.writeString(folder.resolve("changed"), wrong);
      Path empty = Files.writeString(folder.resolve("empty"), "");
      assertEquals(id, bySsh(ssh, key, known));
      Path stranger = Files.writeString(folder.resolve("stranger"), impostor.clientKey());
      Path locked = Files.writeString(folder.resolve("locked"), ssh.clientKey("open sesame"));
      Path right = Files.writeString(folder.resolve("right"), "open sesame\n");
      Path other = Files.writeString(folder.resolve("other"), "sesame");
      Path gone = folder.resolve("gone");
      String server = "the server does not prove itself: ";
      String let = "the server lets nobody in: ";
      String unknown = "; if it is the right server, add the line that ssh-keyscan prints";
      assertEquals(
          server + "its key is not in knownHostsFile changed" + unknown,
          why(() -> bySsh(ssh, key, changed)));
      assertEquals(
          server + "its key is not in knownHostsFile empty" + unknown,
          why(() -> bySsh(ssh, key, empty)));
      assertEquals("", Files.readString(empty), "no host is added");
      assertEquals(
          server + "no knownHostsFile is configured, so no server is trusted",
          why(() -> bySsh(ssh, key, null)));
      assertEquals(server + "knownHostsFile gone cannot be read", why(() -> bySsh(ssh, key, gone)));
      assertEquals(
          let + "it refuses the key of privateKeyFile stranger, SHA256:...",
          why(() -> bySsh(ssh, stranger, known)));
      assertEquals(let + "no privateKeyFile is configured", why(() -> bySsh(ssh, null, known)));
      assertEquals(let + "privateKeyFile gone cannot be read", why(() -> bySsh(ssh, gone, known)));
      assertEquals(
          let + "privateKeyFile empty holds no private key", why(() -> bySsh(ssh, empty, known)));
      assertEquals(
          let + "privateKeyFile locked cannot be opened without a passphraseFile",
          why(() -> bySsh(ssh, locked, null, known)));
      assertEquals(
          let + "privateKeyFile locked cannot be opened with the passphrase of other",
          why(() -> bySsh(ssh, locked, other, known)));
      assertEquals(
          let + "passphraseFile gone cannot be read", why(() -> bySsh(ssh, locked, gone, known)));
      assertEquals(id, bySsh(ssh, locked, right, known));
    }
  }

  /** One line, without this test's folder. */
  private String why(Executable asking) {
    return String.valueOf(assertThrows(GitException.class, asking).getMessage())
        .replace(folder + "/", "")
        .replaceFirst("^repository \\S+ cannot be read: ", "")
        .replaceFirst("SHA256:[A-Za-z0-9+/]{43}$", "SHA256:...");
  }

  private String bySsh(GitSshServer ssh, Path key, Path passphrase, Path known) {
    try (GitRepository repository =
        repository(
            ssh.url("x.git"),
            new GitRef.Branch("main"),
            new GitCredentials(null, null, null, null, null, key, passphrase, known))) {
      return repository.fetch(repository.ask()).id();
    }
  }

  private String bySsh(GitSshServer ssh, Path key, Path known) {
    try (GitRepository repository =
        repository(ssh.url("x.git"), new GitRef.Branch("main"), GitCredentials.key(key, known))) {
      return repository.fetch(repository.ask()).id();
    }
  }

  /** JGit cannot deepen history that it takes from a folder. */
  @ParameterizedTest
  @ValueSource(strings = {"", "file://"})
  void aPathOnThisMachineWorksToo(String scheme) {
    remote.write("x", "1");
    try (GitRepository repository =
        repository(scheme + remote.folder(), new GitRef.Head(), GitCredentials.NONE)) {
      GitCommit before = repository.fetch(repository.ask());
      for (int round = 0; round < 2; round++) {
        String id = "";
        for (int commit = 0; commit < 70; commit++) {
          id = remote.write("x", round + "." + commit);
        }
        GitCommit after = repository.fetch(repository.ask());
        assertEquals(id, after.id());
        assertFalse(repository.isRewritten(before, after));
        assertEquals(round + ".69", text(repository.files(after), "x"));
        repository.keep(after);
        before = after;
      }
    }
  }
}
