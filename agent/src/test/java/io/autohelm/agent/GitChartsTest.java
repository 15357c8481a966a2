package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.ChartChoice.RefKind;
import io.autohelm.agent.git.GitAccess;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.git.SignaturePolicy;
import io.autohelm.agent.git.SignaturePolicy.Subject;
import io.autohelm.agent.testing.AheadClock;
import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.TestRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Git repositories of charts that must be signed; the real GnuPG and OpenSSH signed. */
final class GitChartsTest {
  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final AheadClock clock = new AheadClock();
  private TestRepository remote;
  private GitHttpServer server;

  @BeforeEach
  void open() throws IOException {
    remote = TestRepository.create(folder.resolve("charts.git"));
    // The tree that all of the commits are of.
    remote.write("values.yaml", "a: 1\n");
    server = GitHttpServer.of(folder);
    for (String file : List.of("ann.asc", "allowed_signers")) {
      Files.write(folder.resolve(file), fixture(file));
    }
  }

  @AfterEach
  void close() {
    server.close();
    remote.close();
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = GitChartsTest.class.getResourceAsStream("/git/signatures/" + name)) {
      return in.readAllBytes();
    }
  }

  private void push(String commit) throws IOException {
    remote.force("main", remote.put(Constants.OBJ_COMMIT, fixture(commit)));
  }

  private void tag(String commit, String tag, String name) throws IOException {
    remote.put(Constants.OBJ_COMMIT, fixture(commit));
    remote.tag(name, remote.put(Constants.OBJ_TAG, fixture(tag)));
  }

  private GitCharts charts(Subject subject) {
    SignaturePolicy policy =
        subject == Subject.NONE
            ? SignaturePolicy.NONE
            : new SignaturePolicy(
                subject, folder.resolve("ann.asc"), folder.resolve("allowed_signers"), List.of());
    return new GitCharts(
        folder.resolve("data"),
        Map.of("http://127.0.0.1:" + server.port(), new ChartGit(GitAccess.OPEN, policy)),
        clock,
        warnings::add);
  }

  private ChartChoice.FromGit choice(RefKind kind, String ref) {
    return new ChartChoice.FromGit(server.url("charts.git"), kind, ref, "");
  }

  private void later() {
    clock.pass(Duration.ofSeconds(31));
  }

  private static void assertRefused(String why, GitCharts charts, ChartChoice.FromGit choice) {
    GitException refused = assertThrows(GitException.class, () -> charts.files(choice));
    assertTrue(refused.isRefusal(), refused.getMessage());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "openpgp.commit, ''",
    "ssh.commit, ''",
    "unsigned.commit, is not signed",
    "bob.commit, it is signed by a key that is not in",
    "dave.commit, it is signed by an SSH key that"
  })
  void aCommitCountsByItsSignature(String commit, String why) throws IOException {
    push(commit);
    try (GitCharts charts = charts(Subject.HEAD)) {
      for (ChartChoice.FromGit choice :
          List.of(choice(RefKind.BRANCH, "main"), choice(RefKind.HEAD, ""))) {
        if (why.isEmpty()) {
          assertTrue(charts.files(choice).key("values.yaml").isPresent());
        } else {
          assertRefused(why, charts, choice);
        }
      }
    }
  }

  @Test
  void whatIsRefusedIsToldUntilWhatIsSignedFollows() throws IOException {
    ChartChoice.FromGit choice = choice(RefKind.BRANCH, "main");
    push("openpgp.commit");
    try (GitCharts charts = charts(Subject.HEAD)) {
      charts.files(choice);
      push("unsigned.commit");
      charts.files(choice); // not asked yet
      later();
      assertRefused("/charts.git: commit ", charts, choice);
      int asked = server.requests().size();
      assertRefused("is not signed", charts, choice);
      assertEquals(asked, server.requests().size(), "each release asks, the server is asked once");
      later();
      server.setDown(true);
      assertRefused("is not signed", charts, choice);
      server.setDown(false);
      push("ssh.commit");
      later();
      charts.files(choice);
      assertEquals(List.of(), warnings);
    }
  }

  @Test
  void whatAnEarlierProcessHadIsLookedAtWithTheKeysOfNow() throws IOException {
    ChartChoice.FromGit choice = choice(RefKind.BRANCH, "main");
    push("unsigned.commit");
    try (GitCharts charts = charts(Subject.NONE)) {
      charts.files(choice);
    }
    server.setDown(true);
    try (GitCharts charts = charts(Subject.HEAD)) {
      String said = assertThrows(GitException.class, () -> charts.files(choice)).getMessage();
      assertTrue(said.contains("cannot be read"), said);
    }
    server.setDown(false);
    push("openpgp.commit");
    try (GitCharts charts = charts(Subject.HEAD)) {
      charts.files(choice);
    }
    server.setDown(true);
    try (GitCharts charts = charts(Subject.HEAD)) {
      charts.files(choice);
      assertEquals(1, warnings.size(), warnings::toString);
    }
    Files.writeString(folder.resolve("ann.asc"), "");
    try (GitCharts charts = charts(Subject.HEAD)) {
      assertThrows(GitException.class, () -> charts.files(choice), "its key is not believed now");
    }
  }

  @Test
  void aTagCountsByItsOwnSignatureAlsoWhenTheNextOneIsRefused() throws IOException {
    ChartChoice.FromGit newest = choice(RefKind.SEMVER, ">=1.0.0");
    tag("openpgp.commit", "openpgp.tag", "v1.0.0");
    try (GitCharts charts = charts(Subject.TAG)) {
      charts.files(choice(RefKind.TAG, "v1.0.0"));
      charts.files(newest);
      assertRefused("met branch main", charts, choice(RefKind.BRANCH, "main"));
      assertRefused("met no ref", charts, choice(RefKind.HEAD, ""));
      remote.tag("v3.0.0", remote.put(Constants.OBJ_COMMIT, fixture("ssh.commit")));
      later();
      assertRefused("is not signed: it is a name for a commit", charts, newest);
    }
    server.setDown(true);
    try (GitCharts charts = charts(Subject.TAG)) {
      charts.files(newest);
      assertTrue(warnings.get(0).contains("; charts stay at commit "), warnings::toString);
    }
  }
}
