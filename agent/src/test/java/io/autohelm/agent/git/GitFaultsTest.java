package io.autohelm.agent.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.GitSshServer;
import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.testing.CuttingProxy;
import io.autohelm.engine.testing.FuzzSeed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a remote repository, polled by a source whose connections are cut, whose
 * process is killed and whose store is damaged. When the faults end the next poll, or the one after
 * it, has what the remote has. {@code -Dgit.steps=N} makes each history longer.
 */
final class GitFaultsTest {
  private static final int STEPS = Integer.getInteger("git.steps", 12);
  private static final String PASSWORD = "never/shown+word";

  enum Way {
    HTTP,
    OLD_HTTP,
    FOLDER,
    MODULES,
    /** Each connection has keys to agree on, which takes time. */
    SSH(2);

    private final int part;

    Way() {
      this(1);
    }

    Way(int part) {
      this.part = part;
    }

    int steps() {
      return Math.max(1, STEPS / part);
    }
  }

  @TempDir private Path folder;
  private final Map<String, List<String>> parents = new HashMap<>();
  private final List<String> commits = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private TestRepository remote;
  private TestRepository charts;
  private CuttingProxy proxy;
  private Random random;
  private GitRef ref;
  private String url;
  private GitCredentials credentials;
  private boolean hasModules;
  private Path data;
  private int copies;
  private int files;

  private GitRepository repository;
  private @Nullable GitCommit last;

  static Stream<Arguments> histories() {
    long fresh = FuzzSeed.announced("GitFaultsTest");
    return Stream.of(1L, fresh)
        .flatMap(seed -> Stream.of(Way.values()).map(way -> Arguments.of(seed, way)));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void whatTheRemoteHasIsReadWhenFaultsEnd(long seed, Way way) throws Exception {
    random = new Random(seed * 31 + way.name().hashCode());
    remote = TestRepository.create(folder.resolve("served/x.git"));
    charts = TestRepository.create(folder.resolve("served/charts.git"));
    data = folder.resolve("data");
    hasModules = way == Way.MODULES;
    ref =
        switch (random.nextInt(4)) {
          case 0 -> new GitRef.Head();
          case 1 -> new GitRef.Semver(">=1.0.0");
          case 2 -> new GitRef.Tag("live");
          default -> new GitRef.Branch("main");
        };
    GitHttpServer server = GitHttpServer.of(folder.resolve("served")).protectedBy("bot", PASSWORD);
    if (way == Way.OLD_HTTP) {
      server.speakingOld();
    }
    GitSshServer ssh = GitSshServer.of(folder.resolve("served"));
    proxy = CuttingProxy.before(way == Way.SSH ? ssh.port() : server.port());
    url =
        switch (way) {
          case FOLDER -> remote.folder().toUri().toString();
          case SSH -> "ssh://git@127.0.0.1:" + proxy.port() + "/x.git";
          default -> "http://127.0.0.1:" + proxy.port() + "/x.git";
        };
    credentials = way == Way.SSH ? keys(ssh) : GitCredentials.password("bot", PASSWORD);
    try (server;
        ssh) {
      commit("main");
      if (hasModules) {
        link();
      }
      change();
      open();
      for (int step = 0; step < way.steps(); step++) {
        step();
      }
      repository.close();
      proxy.close();
      remote.close();
      charts.close();
    } catch (Throwable failure) {
      throw new AssertionError(
          "seed " + seed + " " + way + " " + ref.text() + "\n" + String.join("\n", told), failure);
    }
  }

  private GitCredentials keys(GitSshServer ssh) throws IOException {
    Path key = Files.writeString(folder.resolve("key"), ssh.clientKey());
    String host = ssh.knownHosts().replace(":" + ssh.port(), ":" + proxy.port());
    Path hosts = Files.writeString(folder.resolve("hosts"), host);
    return new GitCredentials(null, null, null, null, null, key, null, hosts);
  }

  private void open() {
    repository =
        GitRepository.open(
            new GitOrigin(
                url, ref, GitAccess.of(credentials), SignaturePolicy.NONE, hasModules, true),
            data,
            Clock.systemUTC());
    last = null;
  }

  private void step() throws Exception {
    for (int change = random.nextInt(4); change > 0; change--) {
      change();
    }
    switch (random.nextInt(6)) {
      case 0 -> cut();
      case 1 -> kill();
      case 2 -> damage();
      case 3 -> {
        say("restart");
        repository.close();
        open();
      }
      default -> {}
    }
    Optional<String> failure = poll();
    if (failure.isPresent()) {
      say("failed: " + failure.get());
      failure = poll();
    }
    assertEquals(Optional.empty(), failure);
    assertEquals(wanted(), last == null ? null : last.id());
  }

  private void say(String what) {
    told.add(what);
  }

  /** Something happens at the remote. */
  private void change() {
    String tip = remote.named("refs/heads/main");
    int kind = tip == null ? 0 : random.nextInt(12);
    switch (kind) {
      case 0, 1, 2 -> {
        int many = random.nextInt(12) == 0 ? 70 : 1 + random.nextInt(3);
        for (int i = 0; i < many; i++) {
          commit("main");
        }
        say(many + " commits");
      }
      case 3 -> {
        commit("side");
        String side = remote.named("refs/heads/side");
        String merged = remote.merge("main", side);
        note(merged, tip, side);
        say("merge " + merged);
      }
      case 4 -> {
        List<String> alive =
            commits.stream()
                .filter(remote::has)
                .filter(id -> !hasModules || remote.files(id).containsKey(".gitmodules"))
                .toList();
        String back = alive.get(random.nextInt(alive.size()));
        remote.force("main", back);
        say("force " + back);
      }
      case 5 -> {
        String side = commit("side");
        remote.force("main", side);
        say("force to side " + side);
      }
      case 6 -> {
        remote.prune();
        say("prune");
      }
      case 7, 8 -> {
        remote.tag("v1." + random.nextInt(4) + ".0", tip);
        say("version");
      }
      case 9 -> {
        remote.drop("refs/tags/v1." + random.nextInt(4) + ".0");
        remote.drop("refs/heads/side");
        say("a tag goes");
      }
      case 10 -> {
        link();
      }
      default -> {
        remote.drop("refs/heads/main");
        remote.force("main", tip);
        say("branch again");
      }
    }
    if (remote.named("refs/tags/v1.0.0") == null) {
      remote.tag("v1.0.0", remote.named("refs/heads/main"));
    }
    remote.tag("live", remote.named("refs/heads/main"));
  }

  private void link() {
    String tip = remote.named("refs/heads/main");
    String chart = charts.write("chart" + random.nextInt(3), "chart " + files++);
    if (hasModules) {
      note(remote.link("charts", "../charts.git", chart), tip);
      say("module");
    }
  }

  private String commit(String branch) {
    String before = remote.named("refs/heads/" + branch);
    if (before == null && !branch.equals("main")) {
      before = remote.named("refs/heads/main");
    }
    String path = "f" + random.nextInt(5) + "/" + random.nextInt(5);
    String id = remote.write(branch, "Write", Map.of(path, "text " + files++ + "\n".repeat(300)));
    note(id, before);
    return id;
  }

  private void note(String commit, String... before) {
    List<String> known = new ArrayList<>();
    for (String each : before) {
      if (each != null) {
        known.add(each);
      }
    }
    parents.put(commit, known);
    commits.add(commit);
  }

  private boolean isBefore(String older, String newer) {
    Set<String> seen = new HashSet<>(Set.of(newer));
    List<String> open = new ArrayList<>(seen);
    while (!open.isEmpty()) {
      for (String parent : parents.getOrDefault(open.remove(open.size() - 1), List.of())) {
        if (seen.add(parent)) {
          open.add(parent);
        }
      }
    }
    return seen.contains(older);
  }

  private String wanted() {
    if (ref instanceof GitRef.Tag) {
      return remote.named("refs/tags/live");
    }
    if (ref instanceof GitRef.Semver) {
      String newest = null;
      for (int minor = 0; minor < 4; minor++) {
        String named = remote.named("refs/tags/v1." + minor + ".0");
        newest = named == null ? newest : named;
      }
      return newest;
    }
    return remote.named("refs/heads/main");
  }

  /** What a source does at each poll. Returns why it failed. */
  private Optional<String> poll() {
    try {
      String id = repository.ask();
      GitCommit known = last;
      if (known == null || !known.id().equals(id) || repository.isDoubtful()) {
        GitCommit before = known == null ? repository.lastKept().orElse(null) : known;
        GitCommit commit = repository.fetch(id);
        boolean isRewritten = before != null && repository.isRewritten(before, commit);
        compare(commit);
        if (before != null && (ref instanceof GitRef.Head || ref instanceof GitRef.Branch)) {
          assertEquals(!isBefore(before.id(), id), isRewritten, "rewritten: " + before);
        }
        last = commit;
        repository.keep(commit);
      } else {
        compare(known);
      }
      return Optional.empty();
    } catch (GitException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        assertFalse(String.valueOf(cause.getMessage()).contains(PASSWORD), cause.toString());
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void compare(GitCommit commit) {
    Map<String, String> expected = remote.files(commit.id());
    CommitFiles found = repository.files(commit);
    Map<String, String> read = new TreeMap<>();
    boolean isModule = false;
    for (CommitFiles.Entry entry : found.list("")) {
      String text = new String(found.read(entry), StandardCharsets.UTF_8);
      if (entry.path().startsWith("charts/")) {
        isModule = true;
        assertTrue(text.startsWith("chart "), text);
      } else {
        read.put(entry.path(), text);
      }
    }
    assertEquals(expected, read);
    assertEquals(hasModules && expected.containsKey(".gitmodules"), isModule);
  }

  private void cut() {
    int times = 1 + random.nextInt(3);
    proxy.cut(times, 1 + random.nextInt(random.nextBoolean() ? 3000 : 400));
    say("cut: " + poll());
    proxy.cut(0, 0);
  }

  /** The folder is as it was in the middle of a poll. */
  private void kill() throws Exception {
    GitRepository doomed = repository;
    Thread thread =
        new Thread(
            () -> {
              try {
                doomed.fetch(doomed.ask());
              } catch (GitException e) {
                // It dies anyway.
              }
            });
    thread.start();
    Thread.sleep(random.nextInt(25));
    Path copy = folder.resolve("copy" + copies++);
    copy(data, copy);
    thread.join();
    doomed.close();
    data = copy;
    say("kill");
    open();
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    } catch (java.io.UncheckedIOException e) {
      copy(from, to); // A file went while it was listed.
      return;
    }
    for (Path path : all) {
      Path target = to.resolve(from.relativize(path).toString());
      try {
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (java.nio.file.NoSuchFileException e) {
        // It went meanwhile.
      }
    }
  }

  /** Something happens to a file of the store, while the agent runs or while it does not. */
  private void damage() throws IOException {
    boolean isRestart = random.nextBoolean();
    if (isRestart) {
      repository.close();
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      damageOne();
    }
    if (isRestart) {
      open();
    }
  }

  private void damageOne() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(data)) {
      all = walk.filter(Files::isRegularFile).sorted().toList();
    }
    Path store = data.resolve("objects.git");
    if (all.isEmpty() || !Files.exists(store)) {
      return;
    }
    Path file = all.get(random.nextInt(all.size()));
    int kind = random.nextInt(9);
    say("damage " + kind + " " + data.relativize(file));
    switch (kind) {
      case 0 -> Files.delete(file);
      case 1 -> Files.write(file, new byte[(int) Files.size(file)]);
      case 2 -> Files.write(file, new byte[0]);
      case 3, 4 -> {
        if (!file.toFile().setWritable(true)) {
          throw new IOException("cannot write " + file);
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
          content.setLength(random.nextInt((int) content.length() + 1));
        }
      }
      case 5 -> {
        for (String lock :
            List.of("shallow.lock", "config.lock", "packed-refs.lock", "HEAD.lock", "index.lock")) {
          Files.writeString(store.resolve(lock), "");
        }
        Files.writeString(file.resolveSibling(file.getFileName() + ".lock"), "");
      }
      case 6 -> {
        for (String name : List.of("shallow", "packed-refs", "HEAD", "config")) {
          Files.write(store.resolve(name), new byte[40]);
        }
      }
      case 7 -> FolderTree.delete(store);
      default -> {
        Files.createDirectories(store.resolve("objects/pack"));
        Files.writeString(store.resolve("objects/pack/pack-" + "1".repeat(40) + ".pack"), "PACK");
        Files.writeString(store.resolve("objects/incoming_123.pack"), "PACK");
        Files.writeString(store.resolve("gc.pid"), "1");
      }
    }
  }
}
