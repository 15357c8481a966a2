package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.git.GitAccess;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.git.SignaturePolicy;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a Git repository of charts is reached, and what of it is believed.
 *
 * @param signatures what must be signed
 */
public record ChartGit(GitAccess access, SignaturePolicy signatures) {
  /** For everybody, and believed unsigned. */
  static final ChartGit OPEN = new ChartGit(GitAccess.OPEN, SignaturePolicy.NONE);

  /**
   * What counts for an address.
   *
   * @param known by the beginning of addresses; the longest that fits counts, alone
   */
  static ChartGit of(String url, Map<String, ChartGit> known) {
    Optional<GitPlace> place = GitPlace.of(url);
    return known.entrySet().stream()
        .filter(entry -> isBelow(url, place, entry.getKey()))
        .max(Comparator.comparingInt(entry -> narrowness(entry.getKey())))
        .map(Map.Entry::getValue)
        .orElse(OPEN);
  }

  private static boolean isBelow(String url, Optional<GitPlace> place, String beginning) {
    Optional<GitPlace> holder = GitPlace.of(beginning);
    if (place.isPresent() && holder.isPresent()) {
      return holder.get().holds(place.get());
    }
    // Whole parts alone: another folder's name may begin with this one's.
    return url.equals(beginning)
        || url.startsWith(beginning.endsWith("/") ? beginning : beginning + "/");
  }

  private static int narrowness(String beginning) {
    return GitPlace.of(beginning).map(GitPlace::narrowness).orElse(beginning.length());
  }

  /** Why a choice cannot be believed whatever its repository holds; empty where it may be. */
  Optional<String> objection(ChartChoice.FromGit choice) {
    boolean isTag =
        choice.refKind() == ChartChoice.RefKind.TAG
            || choice.refKind() == ChartChoice.RefKind.SEMVER;
    if (!signatures.subject().isTag() || isTag) {
      return Optional.empty();
    }
    String ref =
        choice.refKind() == ChartChoice.RefKind.HEAD
            ? "no ref"
            : choice.refKind().name().toLowerCase(Locale.ROOT) + " " + choice.ref();
    return Optional.of(
        "repository "
            + GitRepository.shown(choice.url())
            + " must be named by a signed tag (charts.git verify.mode in the agent's configuration),"
            + " met "
            + ref
            + ": give ref a tag or semver, or set verify.mode to HEAD");
  }
}
