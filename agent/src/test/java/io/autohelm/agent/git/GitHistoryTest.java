package io.autohelm.agent.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** History that goes on, or was rewritten, and what of it an agent that starts again knows. */
final class GitHistoryTest {
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

  private GitRepository repository(GitRef ref, boolean follows) {
    return GitRepository.open(
        new GitOrigin(
            server.url("x.git"), ref, GitAccess.OPEN, SignaturePolicy.NONE, false, follows),
        folder.resolve("data"),
        Clock.systemUTC());
  }

  private static GitCommit poll(GitRepository repository) {
    return repository.fetch(repository.ask());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 60})
  void commitsOnTopAreNoRewriting(int commits) {
    remote.write("x", "0");
    try (GitRepository repository = repository(new GitRef.Branch("main"), false)) {
      GitCommit before = poll(repository);
      for (int i = 1; i <= commits; i++) {
        remote.write("x", Integer.toString(i));
      }
      assertFalse(repository.isRewritten(before, poll(repository)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aForcedPushIsNoticedAndRefusedWhereThatWasAskedFor(boolean follows) {
    String first = remote.write("x", "0");
    remote.write("x", "1");
    try (GitRepository repository = repository(new GitRef.Head(), follows)) {
      GitCommit before = poll(repository);
      remote.force("main", first);
      remote.write("x", "2");
      GitCommit after = poll(repository);
      if (follows) {
        assertTrue(repository.isRewritten(before, after));
      } else {
        String said =
            assertThrows(GitException.class, () -> repository.isRewritten(before, after))
                .getMessage();
        assertTrue(said.contains("commit " + after.id() + " does not descend from"), said);
      }
    }
  }

  /** JGit notes where history ends before the commits come. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFetchThatWasCutDoesNotSpoilThoseAfterIt(boolean isUnknownNoted) throws IOException {
    for (int i = 0; i < 5; i++) {
      remote.write("x", Integer.toString(i));
    }
    Path ends = folder.resolve("data/objects.git/shallow");
    try (GitRepository repository = repository(new GitRef.Head(), true)) {
      GitCommit before = poll(repository);
      assertEquals(List.of(before.id()), Files.readAllLines(ends));
      Files.writeString(ends, isUnknownNoted ? "5".repeat(40) + "\n" : "");
      String written = remote.write("x", "5");
      GitCommit after = poll(repository);
      assertEquals(written, after.id());
      assertFalse(repository.isRewritten(before, after));
    }
  }

  @Test
  void aTagThatMovesIsRewritten() {
    remote.tag("v1", remote.write("x", "0"));
    try (GitRepository repository = repository(new GitRef.Tag("v1"), true)) {
      GitCommit before = poll(repository);
      assertFalse(repository.isRewritten(before, before));
      remote.tag("v1", remote.write("x", "1"));
      assertTrue(repository.isRewritten(before, poll(repository)));
    }
  }

  @Test
  void aNewerVersionMayStandAnywhere() {
    remote.tag("v1.0.0", remote.write("x", "0"));
    try (GitRepository repository = repository(new GitRef.Semver(">=1.0.0"), false)) {
      GitCommit before = poll(repository);
      remote.tag("v1.1.0", remote.write("other", "Aside", Map.of("x", "1")));
      assertFalse(repository.isRewritten(before, poll(repository)));
    }
  }

  @Test
  void whatWasInForceIsKnownToTheNextProcessOfTheSameBranch() {
    remote.write("x", "0");
    remote.write("other", "Aside", Map.of("x", "1"));
    GitCommit commit;
    try (GitRepository repository = repository(new GitRef.Branch("main"), true)) {
      assertEquals(Optional.empty(), repository.lastKept());
      commit = poll(repository);
      repository.keep(commit);
    }
    server.setDown(true);
    try (GitRepository repository = repository(new GitRef.Branch("main"), true)) {
      assertThrows(GitException.class, repository::ask);
      assertEquals(Optional.of(commit), repository.lastKept());
      assertEquals(1, repository.files(commit).list("").size());
    }
    try (GitRepository repository = repository(new GitRef.Branch("other"), true)) {
      assertEquals(Optional.empty(), repository.lastKept());
    }
  }
}
