package io.autohelm.agent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitServersTest {
  @TempDir private Path folder;
  private TestRepository repository;

  @BeforeEach
  void commitOnce() {
    repository = TestRepository.create(folder.resolve("served/x.git"));
    repository.write("a/b.txt", "one\n");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Path served() {
    return folder.resolve("served");
  }

  @Test
  void servesOverHttp() throws Exception {
    try (GitHttpServer server = GitHttpServer.of(served());
        Git git = clone(server.url("x.git"), null)) {
      Path file = git.getRepository().getWorkTree().toPath().resolve("a/b.txt");
      assertEquals("one\n", Files.readString(file));
      String next = repository.write("a/b.txt", "two\n");
      git.pull().call();
      assertEquals("two\n", Files.readString(file));
      assertTrue(git.log().add(git.getRepository().resolve(next)).call().iterator().hasNext());
      Files.writeString(file, "three\n");
      git.commit().setAll(true).setMessage("Three").setSign(false).call();
      git.push().call();
      assertEquals(
          git.getRepository().resolve("HEAD").name(),
          Git.lsRemoteRepository()
              .setRemote(server.url("x.git"))
              .callAsMap()
              .get("refs/heads/main")
              .getObjectId()
              .name());
      assertEquals("GET /x.git/info/refs", server.requests().get(0));
    }
  }

  @Test
  void asksForAPassword() throws Exception {
    try (GitHttpServer server = GitHttpServer.of(served()).protectedBy("bot", "secret")) {
      assertThrows(TransportException.class, () -> clone(server.url("x.git"), null));
      CredentialsProvider wrong = new UsernamePasswordCredentialsProvider("bot", "guess");
      assertThrows(TransportException.class, () -> clone(server.url("x.git"), wrong));
      CredentialsProvider right = new UsernamePasswordCredentialsProvider("bot", "secret");
      try (Git git = clone(server.url("x.git"), right)) {
        assertEquals(1, git.branchList().call().size());
      }
    }
  }

  @Test
  void canBeDown() {
    try (GitHttpServer server = GitHttpServer.of(served())) {
      server.setDown(true);
      assertThrows(TransportException.class, () -> clone(server.url("x.git"), null));
      server.setDown(false);
      assertThrows(Exception.class, () -> clone(server.url("absent.git"), null));
    }
  }

  @Test
  void servesOverSsh() throws Exception {
    try (GitSshServer server = GitSshServer.of(served());
        GitSshServer other = GitSshServer.of(served())) {
      TransportConfigCallback good = ssh(server.clientKey(), server.knownHosts());
      try (Git git = cloneBySsh(server, good)) {
        Path file = git.getRepository().getWorkTree().toPath().resolve("a/b.txt");
        assertEquals("one\n", Files.readString(file));
      }
      TransportConfigCallback stranger = ssh(other.clientKey(), server.knownHosts());
      assertThrows(TransportException.class, () -> cloneBySsh(server, stranger));
      String changed =
          server.knownHosts().replaceFirst(" .*\n", other.knownHosts().replaceFirst("\\S+", ""));
      TransportConfigCallback mistrusting = ssh(server.clientKey(), changed);
      assertThrows(TransportException.class, () -> cloneBySsh(server, mistrusting));
    }
  }

  @Test
  void commitsRepeat() {
    try (TestRepository again = TestRepository.create(folder.resolve("again.git"))) {
      again.write("a/b.txt", "one\n");
      again.write("gone.txt", "x\n");
      repository.write("gone.txt", "x\n");
      assertEquals(repository.delete("gone.txt"), again.delete("gone.txt"));
      String first = again.write("side", "Add", Map.of("c.txt", "c\n"));
      assertEquals(first, repository.write("side", "Add", Map.of("c.txt", "c\n")));
      again.tag("v1", first);
      assertTrue(Files.exists(again.folder().resolve("refs/tags/v1")));
    }
  }

  private Git clone(String url, CredentialsProvider credentials) throws Exception {
    return Git.cloneRepository()
        .setURI(url)
        .setCredentialsProvider(credentials)
        .setDirectory(Files.createTempDirectory(folder, "clone").toFile())
        .call();
  }

  private Git cloneBySsh(GitSshServer server, TransportConfigCallback ssh) throws Exception {
    return Git.cloneRepository()
        .setURI(server.url("x.git"))
        .setTransportConfigCallback(ssh)
        .setDirectory(Files.createTempDirectory(folder, "clone").toFile())
        .call();
  }

  private TransportConfigCallback ssh(String key, String knownHosts) throws Exception {
    Path home = Files.createTempDirectory(folder, "ssh");
    Path keyFile = Files.writeString(home.resolve("key"), key);
    Path hosts = Files.writeString(home.resolve("known_hosts"), knownHosts);
    SshdSessionFactory factory =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(home.toFile())
            .setSshDirectory(home.toFile())
            .setPreferredAuthentications("publickey")
            .setConfigStoreFactory((ignoredHome, config, user) -> null)
            .setDefaultIdentities(any -> List.of(keyFile))
            .setServerKeyDatabase(
                (ignoredHome, ignoredSsh) -> new OpenSshServerKeyDatabase(false, List.of(hosts)))
            .build(null);
    return transport -> ((SshTransport) transport).setSshSessionFactory(factory);
  }
}
