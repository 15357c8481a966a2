package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The names by which people agree to something: the same for the same, and another as soon as
 * anything of it is another.
 */
final class Digests {
  private Digests() {}

  /** Releases that are uninstalled because they left their source. */
  static String departure(String source, Collection<ReleaseId> leaving) {
    return of("departure", source, leaving.stream().sorted().map(ReleaseId::toString).toList());
  }

  /** Objects that go while their release stays. */
  static String removal(ReleaseId id, Collection<String> objects) {
    return of("removal", id.toString(), objects.stream().sorted().toList());
  }

  /**
   * What a release would be made of.
   *
   * @param rendered manifest and hooks; empty where they come out differently each time
   */
  static String plan(ReleaseId id, Inputs inputs, List<String> rendered) {
    return of("plan", id + " " + inputs.digest(), rendered);
  }

  private static String of(String what, String subject, List<String> parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      add(sha, what);
      add(sha, subject);
      parts.forEach(part -> add(sha, part));
      return "sha256:" + HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The length tells where a part ends. */
  private static void add(MessageDigest sha, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sha.update(bytes);
  }
}
