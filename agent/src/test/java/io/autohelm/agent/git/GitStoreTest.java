package io.autohelm.agent.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.TestRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the folder in which fetched commits are. */
final class GitStoreTest {
  /** {@code -Dgit.polls=N} lets the store live longer. */
  private static final int POLLS = Integer.getInteger("git.polls", 60);

  @TempDir private Path folder;
  private TestRepository remote;
  private Path store;

  @BeforeEach
  void open() {
    remote = TestRepository.create(folder.resolve("x.git"));
    store = folder.resolve("data/objects.git");
  }

  @AfterEach
  void close() {
    remote.close();
  }

  private GitRepository repository(GitRef ref, Clock clock) {
    return GitRepository.open(
        GitOrigin.of(remote.folder().toString(), ref, GitAccess.OPEN),
        folder.resolve("data"),
        clock);
  }

  private GitRepository repository() {
    return repository(new GitRef.Branch("main"), Clock.systemUTC());
  }

  private static String text(GitRepository repository, GitCommit commit) {
    CommitFiles files = repository.files(commit);
    return new String(files.read(files.list("x").get(0)), StandardCharsets.UTF_8);
  }

  private List<Path> files(String below) throws IOException {
    try (Stream<Path> all = Files.walk(store.resolve(below))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void itDoesNotGrowWithTheCommitsThatPass() throws IOException {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    try (GitRepository repository = repository(new GitRef.Branch("main"), later)) {
      for (int poll = 0; poll < POLLS; poll++) {
        remote.write("x", "text " + poll);
        GitCommit commit = repository.fetch(repository.ask());
        repository.keep(commit);
        assertEquals("text " + poll, text(repository, commit));
      }
    }
    assertTrue(files("objects").size() < 100, () -> count("objects") + " files");
    assertTrue(Files.readAllLines(store.resolve("shallow")).size() <= 2, "ends");
  }

  private String count(String below) {
    try {
      return Integer.toString(files(below).size());
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void aCommitIsReadableForAWhileAfterOthersCame() {
    remote.write("x", "first");
    try (GitRepository repository = repository()) {
      GitCommit first = repository.fetch(repository.ask());
      CommitFiles held = repository.files(first);
      for (int poll = 0; poll < 45; poll++) {
        remote.write("x", "text " + poll);
        repository.keep(repository.fetch(repository.ask()));
      }
      assertEquals("first", new String(held.read(held.list("x").get(0)), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsDamagedIsFetchedAnewAndWhatIsInForceStays(boolean isRestart) throws IOException {
    remote.write("x", "1");
    GitRepository repository = repository();
    GitCommit first = repository.fetch(repository.ask());
    repository.keep(first);
    List<Path> before = files("objects/pack");
    remote.write("x", "2");
    GitCommit second = repository.fetch(repository.ask());
    List<Path> packs = new ArrayList<>(files("objects/pack"));
    packs.removeAll(before);
    if (isRestart) {
      repository.close();
    }
    for (Path file : packs) {
      int size = (int) Files.size(file);
      Files.delete(file);
      Files.write(file, new byte[size]);
    }
    if (isRestart) {
      repository = repository();
    }
    remote.write("x", "3");
    GitCommit third = repository.fetch(repository.ask());
    assertEquals("3", text(repository, third));
    assertEquals(Optional.of(first), repository.lastKept());
    assertEquals("1", text(repository, first));
    assertFalse(repository.isDoubtful() && text(repository, second).isEmpty());
    repository.close();
  }

  private static String large() {
    return new Random(1)
        .ints(200_000, ' ', '~')
        .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
        .toString();
  }

  /** What is in the middle of each pack goes. */
  private void spoilPacks() throws IOException {
    for (Path file : files("objects/pack")) {
      if (file.toString().endsWith(".pack")) {
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, content.length / 3, content.length / 2, (byte) 0);
        Files.delete(file);
        Files.write(file, content);
      }
    }
  }

  /** Of another branch, which was followed once. */
  @Test
  void aDamagedCommitThatNobodyReadsDoesNotKeepPacksFromBeingPutTogether() throws IOException {
    remote.write("y", "1");
    remote.write("side", "Aside", Map.of("x", large()));
    try (GitRepository side = repository(new GitRef.Branch("side"), Clock.systemUTC())) {
      side.keep(side.fetch(side.ask()));
    }
    spoilPacks();
    try (GitRepository repository = repository()) {
      for (int poll = 0; poll < 45; poll++) {
        remote.write("x", "text " + poll);
        repository.keep(repository.fetch(repository.ask()));
      }
    }
    assertTrue(BareFolder.packs(store) < 41, () -> BareFolder.packs(store) + " packs");
  }

  /** All objects are there; what is in the middle of one is not. */
  @Test
  void aFileThatCannotBeReadHasTheSameCommitFetchedAgain() throws IOException {
    String large = large();
    remote.write("x", large);
    try (GitRepository repository = repository()) {
      repository.fetch(repository.ask());
    }
    spoilPacks();
    try (GitRepository repository = repository()) {
      GitCommit commit = repository.fetch(repository.ask());
      assertThrows(GitException.class, () -> text(repository, commit));
      assertTrue(repository.isDoubtful());
      repository.fetch(commit.id());
      assertEquals(large, text(repository, commit));
      assertFalse(repository.isDoubtful());
    }
  }

  /** What is fetched again would bear the name of the pack that is damaged. */
  @Test
  void aDamagedPackOfTheSameNameIsNoHindrance() throws IOException {
    String id = remote.write("x", "1");
    for (String kind : List.of(".idx", ".pack")) {
      try (GitRepository repository = repository(new GitRef.Commit(id), Clock.systemUTC())) {
        repository.fetch(id);
      }
      for (Path file : files("objects/pack")) {
        if (file.toString().endsWith(kind)) {
          byte[] half = Arrays.copyOf(Files.readAllBytes(file), 30);
          Files.delete(file);
          Files.write(file, half);
        }
      }
      try (GitRepository repository = repository(new GitRef.Commit(id), Clock.systemUTC())) {
        assertEquals("1", text(repository, repository.fetch(id)));
      }
    }
  }

  @Test
  void aHalfReplacedStoreIsPutInOrder() throws IOException {
    remote.write("x", "1");
    GitCommit commit;
    try (GitRepository repository = repository()) {
      commit = repository.fetch(repository.ask());
      repository.keep(commit);
    }
    Files.move(store, store.resolveSibling("objects.git.new"));
    Files.createDirectories(store.resolveSibling("objects.git.old/objects"));
    try (GitRepository repository = repository()) {
      assertEquals(Optional.of(commit), repository.lastKept());
    }
    assertFalse(Files.exists(store.resolveSibling("objects.git.old")));
  }

  @Test
  void aFolderThatGoesComesBack() throws IOException {
    remote.write("x", "1");
    try (GitRepository repository = repository()) {
      repository.fetch(repository.ask());
      FolderTree.delete(store);
      remote.write("x", "2");
      String id = repository.ask();
      GitCommit commit;
      try {
        commit = repository.fetch(id);
      } catch (GitException once) {
        commit = repository.fetch(id);
      }
      assertEquals("2", text(repository, commit));
    }
  }

  @Test
  void aFileInTheStoresPlaceGivesWay() throws IOException {
    remote.write("x", "1");
    Files.createDirectories(store.getParent());
    Files.writeString(store, "no folder");
    try (GitRepository repository = repository()) {
      assertEquals("1", text(repository, repository.fetch(repository.ask())));
    }
  }

  @Test
  void aCommitByItsHashThatIsNowhereCostsNoStore() {
    String id = remote.write("x", "1");
    try (GitRepository repository = repository(new GitRef.Commit(id), Clock.systemUTC())) {
      assertEquals("1", text(repository, repository.fetch(id)));
    }
    try (GitRepository repository =
        repository(new GitRef.Commit("1".repeat(40)), Clock.systemUTC())) {
      for (int poll = 0; poll < 3; poll++) {
        String said =
            assertThrows(GitException.class, () -> repository.fetch(repository.ask())).getMessage();
        assertEquals("repository " + remote.folder() + " has no commit " + "1".repeat(40), said);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/x.git, https://h/x.git, https://h/x.git: 403",
    "https://ghp_abc@h/x.git, https://h/x.git, https://***@h/x.git: 403",
    "https://me:p%40ss%2Fw@h/x.git, https://h/x.git, p%40ss%2Fw or p@ss/w",
    "https://me:s3cret@h/x.git, https://h/x.git, https://me:s3cret@h/x.git: not authorized",
    "ssh://git@h/x.git, ssh://git@h/x.git, ssh://git@h/x.git: no",
    "git@h:x.git, git@h:x.git, git@h:x.git: no"
  })
  void anAddressIsShownWithoutWhatLetsIn(String url, String shown, String text) {
    GitAddress address = new GitAddress(url);
    assertEquals(shown, address.shown());
    String clean = address.without(text);
    for (String secret : List.of("ghp_abc", "p%40ss", "p@ss", "s3cret")) {
      assertFalse(clean.contains(secret), clean);
    }
    assertEquals(!url.startsWith("http"), clean.contains("git@h"));
  }
}
