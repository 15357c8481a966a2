package io.autohelm.agent;

import io.autohelm.agent.declaration.DeclarationReader;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.declaration.ValuePlaces;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which commit's declaration of each release is in force, with that commit's files. A file that is
 * broken now keeps what it said when it was read last.
 */
final class InForce {
  private final Map<ReleaseId, Declaration> declarations = new ConcurrentHashMap<>();

  /**
   * A commit of a source.
   *
   * @param url the repository's, without a password
   * @param below the folder with declarations
   * @param variables for Jinja
   */
  record Commit(
      String source,
      String url,
      String id,
      SourceFiles files,
      String below,
      Map<String, @Nullable Object> variables,
      Places places) {
    Commit(
        String source,
        String url,
        String id,
        SourceFiles files,
        String below,
        Map<String, @Nullable Object> variables) {
      this(source, url, id, files, below, variables, new Places());
    }

    /** Where inline values stand. */
    ValuePlaces valuePlaces() {
      return places.of(this);
    }
  }

  /** A release as a commit declares it. */
  record Declaration(DesiredRelease desired, Commit commit) {}

  /** Where inline values stand: found out only when somebody asks, and forgotten at need. */
  static final class Places {
    private @Nullable SoftReference<ValuePlaces> known;

    private synchronized ValuePlaces of(Commit commit) {
      SoftReference<ValuePlaces> before = known;
      ValuePlaces places = before == null ? null : before.get();
      if (places == null) {
        places = new ValuePlaces();
        new DeclarationReader().read(commit.files, commit.below, commit.variables, places);
        known = new SoftReference<>(places);
      }
      return places;
    }
  }

  /** A commit was read. */
  void put(Commit commit, Declared declared) {
    if (declared.problems().isEmpty()) {
      declarations.values().removeIf(known -> known.commit().source().equals(commit.source()));
    }
    declared
        .releases()
        .forEach(release -> declarations.put(release.id(), new Declaration(release, commit)));
  }

  Optional<Declaration> find(ReleaseId id) {
    return Optional.ofNullable(declarations.get(id));
  }
}
