package io.autohelm.agent.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must be signed before a repository is believed, and by whom. A signature counts when one of
 * the files that are given vouches for it; both are read at each use.
 *
 * @param subject what must be signed
 * @param keyring OpenPGP keys; null where none are believed
 * @param allowedSigners SSH keys, as {@code ssh-keygen} describes the file; null where none are
 *     believed
 * @param signers which of the keyring's keys count (fingerprints, addresses or names); empty for
 *     all
 */
public record SignaturePolicy(
    Subject subject, @Nullable Path keyring, @Nullable Path allowedSigners, List<String> signers) {

  /** As Flux's GitRepository names them. */
  public enum Subject {
    /** Nothing. */
    NONE,
    /** The commit. */
    HEAD,
    /** The tag that names the commit. */
    TAG,
    /** Both. */
    TAG_AND_HEAD;

    boolean isCommit() {
      return this == HEAD || this == TAG_AND_HEAD;
    }

    /** Whether a tag must be signed, so that only a ref that names tags will do. */
    public boolean isTag() {
      return this == TAG || this == TAG_AND_HEAD;
    }
  }

  /** Everything is believed. */
  public static final SignaturePolicy NONE =
      new SignaturePolicy(Subject.NONE, null, null, List.of());

  public SignaturePolicy {
    signers = List.copyOf(signers);
  }

  /** The files of keys that cannot be read now. */
  public List<Path> unreadable() {
    return Stream.of(Optional.ofNullable(keyring), Optional.ofNullable(allowedSigners))
        .flatMap(Optional::stream)
        .filter(file -> !Files.isReadable(file))
        .toList();
  }
}
