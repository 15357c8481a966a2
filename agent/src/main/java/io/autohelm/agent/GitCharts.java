package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.git.GitAccess;
import io.autohelm.agent.git.GitCommit;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.git.GitOrigin;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Git repositories that declarations take charts from. Each is asked at most so often, however many
 * releases name it; one that does not answer stays at the commit that it had, also for a process
 * that starts again.
 */
final class GitCharts implements AutoCloseable {
  private static final Duration FRESH = Duration.ofSeconds(30);

  private record Key(String url, ChartChoice.RefKind kind, String ref) {}

  private static final class Held {
    final GitRepository repository;
    private @Nullable GitCommit commit;
    private Instant until = Instant.MIN;

    Held(GitRepository repository) {
      this.repository = repository;
    }
  }

  private final Path folder;
  private final Map<String, GitAccess> access;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final Map<Key, Held> open = new HashMap<>();

  /**
   * @param folder for fetched objects; may be lost or damaged at any time
   * @param access by the beginning of an address
   */
  GitCharts(Path folder, Map<String, GitAccess> access, Clock clock, Consumer<String> warnings) {
    this.folder = folder;
    this.access = new TreeMap<>(access);
    this.clock = clock;
    this.warnings = warnings;
  }

  private GitAccess access(String url) {
    GitAccess found = GitAccess.OPEN;
    for (Map.Entry<String, GitAccess> entry : access.entrySet()) {
      String rest = url.startsWith(entry.getKey()) ? url.substring(entry.getKey().length()) : null;
      // Whole parts alone: another host's name may begin with this one's.
      if (rest != null
          && (rest.isEmpty() || rest.startsWith("/") || entry.getKey().endsWith("/"))) {
        found = entry.getValue();
      }
    }
    return found;
  }

  private static GitRef ref(Key key) {
    return switch (key.kind()) {
      case HEAD -> new GitRef.Head();
      case BRANCH -> new GitRef.Branch(key.ref());
      case TAG -> new GitRef.Tag(key.ref());
      case SEMVER -> new GitRef.Semver(key.ref());
      case COMMIT -> new GitRef.Commit(key.ref());
    };
  }

  /**
   * The files of the commit that a choice means now.
   *
   * @throws GitException when it cannot be had and no commit is known yet
   */
  SourceFiles files(ChartChoice.FromGit choice) {
    Key key = new Key(choice.url(), choice.refKind(), choice.ref());
    Held held;
    synchronized (open) {
      held = open.computeIfAbsent(key, this::opened);
    }
    synchronized (held) {
      GitCommit commit = held.commit;
      if (commit == null || !clock.instant().isBefore(held.until) || held.repository.isDoubtful()) {
        try {
          commit = held.repository.fetch(held.repository.ask());
          held.repository.keep(commit);
        } catch (GitException e) {
          // What an earlier process had goes on, as it does for sources.
          commit = commit == null ? held.repository.lastKept().orElseThrow(() -> e) : commit;
          warnings.accept(e.getMessage() + "; charts stay at commit " + commit.id());
        }
        held.commit = commit;
        held.until = clock.instant().plus(FRESH);
      }
      return new CommitSourceFiles(held.repository.files(commit));
    }
  }

  private Held opened(Key key) {
    String name =
        UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)).toString();
    return new Held(
        GitRepository.open(
            GitOrigin.of(key.url(), ref(key), access(key.url())), folder.resolve(name), clock));
  }

  @Override
  public void close() {
    synchronized (open) {
      open.values().forEach(held -> held.repository.close());
    }
  }
}
