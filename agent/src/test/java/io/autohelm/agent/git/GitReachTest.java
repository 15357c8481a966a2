package io.autohelm.agent.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.ForwardProxy;
import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.GitSshServer;
import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.repo.RepositoryAccess;
import io.autohelm.engine.testing.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, certificates and proxies on the way to a real Git server. */
final class GitReachTest {
  @TempDir private Path folder;
  private TestRepository remote;
  private String commit;

  @BeforeEach
  void open() {
    remote = TestRepository.create(folder.resolve("x.git"));
    commit = remote.write("x", "1");
  }

  @AfterEach
  void close() {
    remote.close();
  }

  private String poll(String url, GitAccess access) {
    try (GitRepository repository =
        GitRepository.open(
            GitOrigin.of(url, new GitRef.Branch("main"), access),
            folder.resolve("data"),
            Clock.systemUTC())) {
      return repository.fetch(repository.ask()).id();
    }
  }

  private Path secret(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text + "\n");
  }

  private static GitAccess token(Path file) {
    return GitAccess.of(new GitCredentials(null, null, null, null, file, null, null, null));
  }

  @Test
  void aTokenIsSentAndReadAnewEachTime() throws Exception {
    try (GitHttpServer server = GitHttpServer.of(folder).protectedBy("t1")) {
      Path file = secret("token", "t1");
      assertEquals(commit, poll(server.url("x.git"), token(file)));
      server.protectedBy("t2");
      assertThrows(GitException.class, () -> poll(server.url("x.git"), token(file)));
      secret("token", "t2");
      assertEquals(commit, poll(server.url("x.git"), token(file)));
    }
  }

  @Test
  void certificatesProveBothSides() throws Exception {
    TlsFiles files = TlsFiles.in(folder);
    files.client("EC", "PKCS8");
    Path authority = folder.resolve("ca.crt");
    Path ours = folder.resolve("client.crt");
    Path key = folder.resolve("client.key");
    try (GitHttpServer server = GitHttpServer.secure(folder, files.server())) {
      String url = server.url("x.git");
      assertTrue(url.startsWith("https://"));
      assertEquals(commit, poll(url, tls(new RepositoryAccess.Tls(authority, ours, key, false))));
      assertThrows(
          GitException.class,
          () -> poll(url, tls(new RepositoryAccess.Tls(authority, null, null, false))));
      String said =
          assertThrows(
                  GitException.class,
                  () -> poll(url, tls(new RepositoryAccess.Tls(null, ours, key, false))))
              .getMessage();
      assertTrue(said.contains("certification path"), said);
    }
  }

  private static GitAccess tls(RepositoryAccess.Tls tls) {
    return new GitAccess(GitCredentials.NONE, tls, null);
  }

  private GitAccess behind(ForwardProxy proxy, GitCredentials credentials, String password)
      throws Exception {
    return new GitAccess(
        credentials,
        RepositoryAccess.Tls.SYSTEM,
        GitProxy.of(proxy.url(), "me", secret("proxy", password)).orElseThrow());
  }

  @Test
  void aProxyIsAskedWithItsOwnPassword() throws Exception {
    try (GitHttpServer server = GitHttpServer.of(folder);
        ForwardProxy proxy = ForwardProxy.of("me", "pass")) {
      String url = server.url("x.git");
      assertThrows(
          GitException.class, () -> poll(url, behind(proxy, GitCredentials.NONE, "wrong")));
      assertEquals(0, server.requests().size());
      assertEquals(commit, poll(url, behind(proxy, GitCredentials.NONE, "pass")));
      assertTrue(proxy.asked().stream().allMatch(head -> head.contains("/x.git/")));
    }
  }

  @Test
  void tlsGoesThroughAProxysTunnelAndItsPasswordStaysOutside() throws Exception {
    TlsFiles files = TlsFiles.in(folder);
    files.client("EC", "PKCS8");
    RepositoryAccess.Tls tls =
        new RepositoryAccess.Tls(
            folder.resolve("ca.crt"),
            folder.resolve("client.crt"),
            folder.resolve("client.key"),
            false);
    try (GitHttpServer server = GitHttpServer.secure(folder, files.server());
        ForwardProxy proxy = ForwardProxy.of("me", "pass")) {
      GitAccess behind = behind(proxy, GitCredentials.NONE, "pass");
      assertEquals(
          commit,
          poll(server.url("x.git"), new GitAccess(GitCredentials.NONE, tls, behind.proxy())));
      assertTrue(proxy.asked().stream().allMatch(head -> head.startsWith("CONNECT 127.0.0.1:")));
      assertFalse(proxy.asked().isEmpty());
      assertFalse(server.headers().contains("Proxy-authorization"), server.headers().toString());
    }
  }

  @Test
  void sshGoesThroughAProxyToo() throws Exception {
    try (GitSshServer server = GitSshServer.of(folder);
        ForwardProxy proxy = ForwardProxy.of("me", "pass")) {
      GitCredentials key =
          GitCredentials.key(
              Files.writeString(folder.resolve("key"), server.clientKey()),
              Files.writeString(folder.resolve("known"), server.knownHosts()));
      assertEquals(commit, poll(server.url("x.git"), behind(proxy, key, "pass")));
      assertTrue(proxy.asked().get(0).startsWith("CONNECT "), proxy.asked().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy:8080", "https://proxy:1", "http://proxy", "http://a:b@proxy:1"})
  void anAddressThatIsNoProxysIsNotTaken(String url) {
    assertTrue(GitProxy.of(url, null, null).isEmpty());
  }
}
