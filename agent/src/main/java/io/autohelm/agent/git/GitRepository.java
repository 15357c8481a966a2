package io.autohelm.agent.git;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * One remote repository with a bare store of our own beside it. Asking which commit a ref names is
 * one small request; objects are fetched when that answer changed, and only that commit's. For one
 * thread at a time.
 */
public final class GitRepository implements AutoCloseable {
  private static final String TAG = "tag";

  private final GitOrigin origin;
  private final GitStore store;
  private final GitModules modules;
  private final CommitProof proof;

  /** The tag that the last answer was about; null where a branch or a commit is wanted. */
  private @Nullable String tag;

  private GitRepository(GitOrigin origin, GitStore store, GitModules modules, Clock clock) {
    this.origin = origin;
    this.store = store;
    this.modules = modules;
    this.proof = new CommitProof(origin.signatures(), clock);
  }

  /**
   * Opens the store in {@code folder}, made if it does not exist; the remote is not asked yet.
   *
   * @param clock tells at which time keys must be valid
   * @throws GitException when the folder cannot be used
   */
  public static GitRepository open(GitOrigin origin, Path folder, Clock clock) {
    return new GitRepository(
        origin,
        GitStore.open(origin.url(), origin.access(), folder, clock),
        new GitModules(origin.access(), folder.resolve("modules"), clock),
        clock);
  }

  /** The remote's address without a password. */
  public static String shown(String url) {
    return GitStore.shown(url);
  }

  /** Why no repository can be reached by an address; empty where one may be. */
  public static Optional<String> addressProblem(String url) {
    return GitAddress.problem(url);
  }

  /** The commit that the ref names at the remote now: its hash. */
  public String ask() {
    GitRef ref = origin.ref();
    if (ref instanceof GitRef.Commit commit) {
      return commit.id();
    }
    boolean isTag = ref instanceof GitRef.Tag || ref instanceof GitRef.Semver;
    return chosen(store.list(ref instanceof GitRef.Branch, isTag))
        .orElseThrow(
            () -> new GitException("repository " + store.shown() + " has no " + ref.text()));
  }

  private Optional<String> chosen(Collection<Ref> refs) {
    GitRef ref = origin.ref();
    if (ref instanceof GitRef.Branch branch) {
      return named(refs, "refs/heads/" + branch.name());
    }
    if (ref instanceof GitRef.Tag wanted) {
      return tagged(refs, wanted.name());
    }
    if (ref instanceof GitRef.Semver semver) {
      return newest(refs, semver.constraint());
    }
    return named(refs, "HEAD");
  }

  private static Optional<String> named(Collection<Ref> refs, String name) {
    return refs.stream()
        .filter(candidate -> candidate.getName().equals(name) && candidate.getObjectId() != null)
        .map(candidate -> candidate.getObjectId().name())
        .findFirst();
  }

  /** An annotated tag is listed twice, the second time with the commit that it names. */
  private Optional<String> tagged(Collection<Ref> refs, String name) {
    tag = name;
    return refs.stream()
        .filter(candidate -> candidate.getName().equals("refs/tags/" + name))
        .map(
            candidate -> {
              ObjectId peeled = candidate.getPeeledObjectId();
              return (peeled == null ? candidate.getObjectId() : peeled).name();
            })
        .findFirst();
  }

  private Optional<String> newest(Collection<Ref> refs, String constraint) {
    Constraint allowed = Constraint.parse(constraint);
    @Nullable Version best = null;
    String name = null;
    for (Ref candidate : refs) {
      String text = candidate.getName().replaceFirst("^refs/tags/", "");
      try {
        Version version = Version.parse(text);
        if (allowed.allows(version) && (best == null || version.compareTo(best) > 0)) {
          best = version;
          name = text;
        }
      } catch (SemverException e) {
        // A tag that is no version is not meant.
      }
    }
    return name == null ? Optional.empty() : tagged(refs, name);
  }

  /**
   * The commit with that hash, fetched unless it is here already, with its sub-modules where they
   * are wanted.
   *
   * @throws GitException when it cannot be had, or is not signed as the source demands
   */
  public GitCommit fetch(String id) {
    if (origin.ref() instanceof GitRef.Commit) {
      GitModules.fetch(store, id);
    } else {
      store.bring(id, source());
    }
    GitCommit commit = store.find(id).orElseThrow();
    GitCommit proven = commit.signedBy(signer(id, true));
    if (origin.hasModules()) {
      modules.files(store, origin.url(), id, false);
    }
    return proven;
  }

  /**
   * Whether a file of a commit could not be read since the last fetch, so that it should be fetched
   * again although it is known.
   */
  public boolean isDoubtful() {
    return store.isDoubtful() || modules.isDoubtful();
  }

  /** Servers give what a ref names; one commit by its hash only where they allow that. */
  private String source() {
    if (origin.ref() instanceof GitRef.Branch branch) {
      return "refs/heads/" + branch.name();
    }
    return tag == null ? "HEAD" : "refs/tags/" + tag;
  }

  /** Who signed what must be signed; null where nothing must be. */
  private @Nullable String signer(String id, boolean isAsked) {
    SignaturePolicy.Subject subject = origin.signatures().subject();
    if (subject == SignaturePolicy.Subject.NONE) {
      return null;
    }
    if (subject.isTag() && isAsked) {
      store.fetch(source(), TAG);
    }
    String name = isAsked ? tag : null;
    ObjectId tagged = subject.isTag() ? tagged(isAsked) : null;
    return store.read(
        "commit " + id + " cannot be read",
        repository -> {
          try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(id));
            walk.parseBody(commit);
            String signer = subject.isCommit() ? proof.of(repository, commit) : "";
            if (!subject.isTag()) {
              return signer;
            }
            RevTag found = tag(walk, tagged == null ? commit : tagged, commit);
            String signed = proof.of(repository, found);
            if (name != null && !name.equals(found.getTagName())) {
              // Whoever may push, and cannot sign, could let an old version pass for a new one.
              throw GitException.refusal(
                  "tag " + name + " was signed as " + found.getTagName() + ", under another name");
            }
            return signed;
          }
        });
  }

  /** The tag that was asked for, or else the one that named the commit in force. */
  private @Nullable ObjectId tagged(boolean isAsked) {
    Optional<ObjectId> asked = store.named(TAG);
    return (isAsked ? asked : store.named(keptTag()).or(() -> asked)).orElse(null);
  }

  private RevTag tag(RevWalk walk, ObjectId id, RevCommit commit) throws IOException {
    RevObject object = walk.parseAny(id);
    if (!(object instanceof RevTag found)) {
      throw GitException.refusal(
          origin.ref().text() + " is not signed: it is a name for a commit and nothing more");
    }
    walk.parseBody(found);
    if (!walk.peel(found).equals(commit)) {
      throw GitException.refusal(
          "tag " + found.getTagName() + " names another commit than " + commit.name());
    }
    return found;
  }

  /** The files of a commit that was fetched. */
  public CommitFiles files(GitCommit commit) {
    if (origin.hasModules()) {
      return modules.files(store, origin.url(), commit.id(), true);
    }
    ObjectId tree =
        store.read(
            "commit " + commit.id() + " cannot be read",
            repository -> {
              try (RevWalk walk = new RevWalk(repository)) {
                return walk.parseCommit(ObjectId.fromString(commit.id())).getTree().getId();
              }
            });
    return new CommitFiles(store, tree, Map.of());
  }

  /**
   * Whether history was rewritten between two commits: the older is not among the last thousand
   * before the newer, or the tag that named it names another now.
   *
   * @throws GitException when it cannot be told now, or when rewritten history is not to be
   *     followed
   */
  public boolean isRewritten(GitCommit older, GitCommit newer) {
    if (older.id().equals(newer.id()) || !isOnOneLine()) {
      return false;
    }
    boolean rewritten = origin.ref() instanceof GitRef.Tag || !isBefore(older, newer);
    if (rewritten && !origin.follows()) {
      throw new GitException(
          origin.ref().text()
              + " of repository "
              + store.shown()
              + " was rewritten: commit "
              + newer.id()
              + " does not descend from "
              + older.id()
              + ", which stays in force");
    }
    return rewritten;
  }

  /** A newer version's tag may stand anywhere. */
  private boolean isOnOneLine() {
    return !(origin.ref() instanceof GitRef.Semver || origin.ref() instanceof GitRef.Commit);
  }

  private boolean isBefore(GitCommit older, GitCommit newer) {
    if (parents(newer).contains(older.id())) {
      return true;
    }
    return store.isBefore(source(), older.id(), newer.id());
  }

  /** The commits that a commit names as those before it, whether they are here or not. */
  private List<String> parents(GitCommit commit) {
    return store.read(
        "commit " + commit.id() + " cannot be read",
        repository -> {
          try (ObjectReader reader = repository.newObjectReader()) {
            return GitHistory.parents(reader, ObjectId.fromString(commit.id())).stream()
                .map(ObjectId::name)
                .toList();
          }
        });
  }

  /** Remembers, for the next start, that a commit is in force. */
  public void keep(GitCommit commit) {
    store.name(kept(), commit.id());
    if (origin.signatures().subject().isTag()) {
      // The next tag may be refused, and this one's signature is needed after a restart.
      store.named(TAG).ifPresent(id -> store.name(keptTag(), id.name()));
    }
    if (origin.hasModules()) {
      modules.keep(store, origin.url(), commit.id());
    }
  }

  /**
   * The commit that was in force when the last process ended.
   *
   * @return empty where none was, it cannot be read, or is not signed as the source demands now
   */
  public Optional<GitCommit> lastKept() {
    try {
      Optional<GitCommit> commit = store.named(kept()).flatMap(id -> store.find(id.name()));
      return commit.map(known -> known.signedBy(signer(known.id(), false)));
    } catch (GitException e) {
      return Optional.empty();
    }
  }

  /** Of another branch another commit is in force. */
  private String kept() {
    return "kept/" + refName();
  }

  /** The tag of the commit in force. */
  private String keptTag() {
    return "proof/" + refName();
  }

  private String refName() {
    return HexFormat.of().formatHex(origin.ref().text().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    modules.close();
    store.close();
  }
}
