package io.autohelm.agent.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.git.SignaturePolicy.Subject;
import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.TestRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits and tags that the real Git, GnuPG and OpenSSH signed. */
final class GitSignaturesTest {
  private static final String ANN = "C1D315F7F02FAFD46DB52CA2B312F16540939988";

  @TempDir private Path folder;
  private TestRepository remote;
  private GitHttpServer server;

  @BeforeEach
  void open() throws IOException {
    remote = TestRepository.create(folder.resolve("x.git"));
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
    try (InputStream in = GitSignaturesTest.class.getResourceAsStream("/git/signatures/" + name)) {
      return in.readAllBytes();
    }
  }

  private GitRepository repository(GitRef ref, Subject subject, List<String> signers) {
    return GitRepository.open(
        new GitOrigin(
            server.url("x.git"),
            ref,
            GitAccess.OPEN,
            new SignaturePolicy(
                subject, folder.resolve("ann.asc"), folder.resolve("allowed_signers"), signers),
            false,
            true),
        folder.resolve("data"),
        Clock.systemUTC());
  }

  private GitCommit poll(byte[] commit, List<String> signers) {
    remote.force("main", remote.put(Constants.OBJ_COMMIT, commit));
    try (GitRepository repository = repository(new GitRef.Branch("main"), Subject.HEAD, signers)) {
      return repository.fetch(repository.ask());
    }
  }

  @ParameterizedTest
  @CsvSource({"openpgp.commit, Ann Example <ann@example.org>", "ssh.commit, carol@example.org"})
  void aCommitByATrustedKeyIsBelieved(String file, String signer) throws IOException {
    GitCommit commit = poll(fixture(file), List.of());

    assertTrue(commit.signer().startsWith(signer + " ("), commit.signer());
  }

  @ParameterizedTest
  @CsvSource({
    "unsigned.commit, is not signed",
    "bob.commit, it is signed by a key that is not in",
    "dave.commit, it is signed by an SSH key that"
  })
  void aCommitByNobodyOrAStrangerIsNot(String file, String why) throws IOException {
    byte[] commit = fixture(file);
    String said = assertThrows(GitException.class, () -> poll(commit, List.of())).getMessage();

    assertTrue(said.contains(why), said);
  }

  @ParameterizedTest
  @CsvSource({"openpgp.commit, it was changed after", "ssh.commit, was changed after"})
  void aCommitThatWasChangedIsNot(String file, String why) throws IOException {
    byte[] commit =
        new String(fixture(file), StandardCharsets.ISO_8859_1)
            .replace("Signed by", "Singed by")
            .getBytes(StandardCharsets.ISO_8859_1);
    String said = assertThrows(GitException.class, () -> poll(commit, List.of())).getMessage();

    assertTrue(said.contains(why), said);
  }

  @Test
  void onlyTheNamedKeysCount() throws IOException {
    byte[] commit = fixture("openpgp.commit");

    assertTrue(poll(commit, List.of("ann@example.org")).signer().contains(ANN));
    assertThrows(GitException.class, () -> poll(commit, List.of("bob@example.org")));
  }

  @ParameterizedTest
  @CsvSource({
    "openpgp.commit, openpgp.tag, v1.0.0, TAG",
    "openpgp.commit, openpgp.tag, v1.0.0, TAG_AND_HEAD",
    "ssh.commit, ssh.tag, v2.0.0, TAG_AND_HEAD"
  })
  void aTagIsBelievedByItsOwnSignature(String commit, String tag, String name, Subject subject)
      throws IOException {
    String id = remote.put(Constants.OBJ_COMMIT, fixture(commit));
    remote.tag(name, remote.put(Constants.OBJ_TAG, fixture(tag)));
    for (GitRef ref : List.of(new GitRef.Tag(name), new GitRef.Semver(">=1.0.0"))) {
      try (GitRepository repository = repository(ref, subject, List.of())) {
        assertEquals(id, repository.fetch(repository.ask()).id());
      }
    }
  }

  @Test
  void aNameForASignedCommitIsNoSignedTag() throws IOException {
    remote.tag("v3", remote.put(Constants.OBJ_COMMIT, fixture("openpgp.commit")));
    try (GitRepository repository = repository(new GitRef.Tag("v3"), Subject.TAG, List.of())) {
      String id = repository.ask();
      String said = assertThrows(GitException.class, () -> repository.fetch(id)).getMessage();
      assertTrue(said.contains("tag v3 is not signed"), said);
    }
  }

  @Test
  void anOldSignedTagUnderANewNameIsNot() throws IOException {
    remote.put(Constants.OBJ_COMMIT, fixture("openpgp.commit"));
    remote.tag("v9.0.0", remote.put(Constants.OBJ_TAG, fixture("openpgp.tag")));
    GitRef newest = new GitRef.Semver(">=1.0.0");
    try (GitRepository repository = repository(newest, Subject.TAG, List.of())) {
      String id = repository.ask();
      String said = assertThrows(GitException.class, () -> repository.fetch(id)).getMessage();
      assertEquals("tag v9.0.0 was signed as v1.0.0, under another name", said);
    }
  }

  @Test
  void theSignedTagOfTheCommitInForceIsKeptWhereTheNextIsRefused() throws IOException {
    String signed = remote.put(Constants.OBJ_COMMIT, fixture("openpgp.commit"));
    remote.tag("v1.0.0", remote.put(Constants.OBJ_TAG, fixture("openpgp.tag")));
    GitRef newest = new GitRef.Semver(">=1.0.0");
    try (GitRepository repository = repository(newest, Subject.TAG_AND_HEAD, List.of())) {
      repository.keep(repository.fetch(repository.ask()));
      remote.tag("v3.0.0", remote.put(Constants.OBJ_COMMIT, fixture("ssh.commit")));
      String id = repository.ask();
      GitException refused = assertThrows(GitException.class, () -> repository.fetch(id));
      assertTrue(refused.isRefusal(), refused.getMessage());
    }
    try (GitRepository repository = repository(newest, Subject.TAG_AND_HEAD, List.of())) {
      assertEquals(signed, repository.lastKept().orElseThrow().id());
      String id = repository.ask();
      server.setDown(true);
      assertThrows(GitException.class, () -> repository.fetch(id));
      assertEquals(signed, repository.lastKept().orElseThrow().id(), "another tag was asked for");
    }
  }

  @Test
  void whatWasKeptUnsignedIsNotTakenUpWhereSignaturesAreDemandedNow() throws IOException {
    remote.force("main", remote.put(Constants.OBJ_COMMIT, fixture("unsigned.commit")));
    GitRef main = new GitRef.Branch("main");
    try (GitRepository repository = repository(main, Subject.NONE, List.of())) {
      GitCommit commit = repository.fetch(repository.ask());
      repository.keep(commit);
      assertEquals(Optional.of(commit), repository.lastKept());
    }
    try (GitRepository repository = repository(main, Subject.HEAD, List.of())) {
      assertEquals(Optional.empty(), repository.lastKept());
    }
  }
}
