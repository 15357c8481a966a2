package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.SourceFiles;
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
import java.util.Objects;
import java.util.Optional;
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
    final String shown;
    private @Nullable GitCommit commit;

    /** Why what the ref names is not believed; null where it is. */
    private @Nullable String refused;

    private Instant until = Instant.MIN;

    Held(GitRepository repository, String shown) {
      this.repository = repository;
      this.shown = shown;
    }
  }

  private final Path folder;
  private final Map<String, ChartGit> known;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final Map<Key, Held> open = new HashMap<>();

  /**
   * @param folder for fetched objects; may be lost or damaged at any time
   * @param known how they are reached and believed, by the beginning of their address
   */
  GitCharts(Path folder, Map<String, ChartGit> known, Clock clock, Consumer<String> warnings) {
    this.folder = folder;
    this.known = Map.copyOf(known);
    this.clock = clock;
    this.warnings = warnings;
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
   * @throws GitException when it cannot be had and no commit is known yet, or when it is not signed
   *     as it must be
   */
  SourceFiles files(ChartChoice.FromGit choice) {
    Optional<String> objection = ChartGit.of(choice.url(), known).objection(choice);
    if (objection.isPresent()) {
      throw GitException.refusal(objection.get());
    }
    Key key = new Key(choice.url(), choice.refKind(), choice.ref());
    Held held;
    synchronized (open) {
      held = open.computeIfAbsent(key, this::opened);
    }
    synchronized (held) {
      if (!clock.instant().isBefore(held.until) || held.repository.isDoubtful()) {
        look(held);
        held.until = clock.instant().plus(FRESH);
      }
      String refused = held.refused;
      if (refused != null) {
        throw GitException.refusal(refused);
      }
      return new CommitSourceFiles(held.repository.files(Objects.requireNonNull(held.commit)));
    }
  }

  private void look(Held held) {
    try {
      GitCommit commit = held.repository.fetch(held.repository.ask());
      held.repository.keep(commit);
      held.commit = commit;
      held.refused = null;
    } catch (GitException e) {
      if (e.isRefusal()) {
        // Its releases stay as they are and say why; an older commit would hide that.
        held.refused = held.shown + ": " + e.getMessage();
      } else if (held.refused == null) {
        // What an earlier process had goes on, as it does for sources.
        GitCommit commit =
            held.commit == null ? held.repository.lastKept().orElseThrow(() -> e) : held.commit;
        warnings.accept(e.getMessage() + "; charts stay at commit " + commit.id());
        held.commit = commit;
      }
    }
  }

  private Held opened(Key key) {
    String name =
        UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)).toString();
    ChartGit git = ChartGit.of(key.url(), known);
    return new Held(
        GitRepository.open(
            new GitOrigin(key.url(), ref(key), git.access(), git.signatures(), false, true),
            folder.resolve(name),
            clock),
        "repository " + GitRepository.shown(key.url()));
  }

  @Override
  public void close() {
    synchronized (open) {
      open.values().forEach(held -> held.repository.close());
    }
  }
}
