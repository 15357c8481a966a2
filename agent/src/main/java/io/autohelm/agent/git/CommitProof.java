package io.autohelm.agent.git;

import io.autohelm.engine.provenance.DetachedSignature;
import io.autohelm.engine.provenance.Keyring;
import io.autohelm.engine.provenance.ProvenanceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/** Whether a commit or a tag was signed by somebody who is believed. */
final class CommitProof {
  private static final String SSH = "-----BEGIN SSH SIGNATURE-----";
  private static final byte[] SIGNATURE = "gpgsig ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNATURE_256 = "gpgsig-sha256 ".getBytes(StandardCharsets.US_ASCII);

  private final SignaturePolicy policy;
  private final Clock clock;

  CommitProof(SignaturePolicy policy, Clock clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Checks a commit.
   *
   * @return who signed it
   * @throws GitException when nobody did who is believed
   */
  String of(Repository repository, RevCommit commit) {
    byte[] raw = commit.getRawBuffer();
    byte[] signature = commit.getRawGpgSignature();
    return signer(
        "commit " + commit.name(),
        repository,
        commit,
        signature == null ? null : new String(signature, StandardCharsets.US_ASCII),
        withoutSignature(raw));
  }

  /** Checks a tag. */
  String of(Repository repository, RevTag tag) {
    byte[] signature = tag.getRawGpgSignature();
    byte[] raw = tag.getRawBuffer();
    return signer(
        "tag " + tag.getTagName(),
        repository,
        tag,
        signature == null ? null : new String(signature, StandardCharsets.US_ASCII),
        signature == null
            ? raw
            : java.util.Arrays.copyOf(raw, Math.max(0, raw.length - signature.length)));
  }

  private String signer(
      String what,
      Repository repository,
      RevObject object,
      @Nullable String signature,
      byte[] signed) {
    if (signature == null || signature.isBlank()) {
      throw GitException.refusal(what + " is not signed, and only what is signed is taken");
    }
    if (signature.strip().startsWith(SSH)) {
      return ssh(what, repository, object);
    }
    return openPgp(what, signature, signed);
  }

  private String openPgp(String what, String signature, byte[] signed) {
    Path keyring = policy.keyring();
    if (keyring == null) {
      throw GitException.refusal(
          what + " has an OpenPGP signature, and no keyring is given to check it by");
    }
    try {
      Keyring keys = Keyring.read(keyring);
      if (!policy.signers().isEmpty()) {
        keys = keys.only(policy.signers());
      }
      DetachedSignature proof = DetachedSignature.verify(signed, signature, keys, clock.instant());
      return String.join(", ", proof.signedBy()) + " (" + proof.fingerprint() + ")";
    } catch (ProvenanceException e) {
      throw GitException.refusal(
          what
              + " is not believed: "
              + switch (e.reason()) {
                case UNKNOWN_SIGNER -> "it is signed by a key that is not in " + keyring;
                case UNREADABLE, BAD_SIGNATURE ->
                    "it was changed after it was signed, or its signature is damaged";
                default -> e.reason().words();
              },
          e);
    }
  }

  private String ssh(String what, Repository repository, RevObject object) {
    Path allowed = policy.allowedSigners();
    if (allowed == null) {
      throw GitException.refusal(
          what + " has an SSH signature, and no file of allowed signers is given to check it by");
    }
    if (!Files.isReadable(allowed)) {
      throw GitException.refusal("cannot read the file of allowed signers " + allowed);
    }
    Config config = new Config();
    config.setString("gpg", "ssh", "allowedSignersFile", allowed.toString());
    try {
      SignatureVerifier.SignatureVerification proof =
          SignatureVerifiers.verify(repository, new GpgConfig(config), object);
      if (proof == null || !proof.verified() || proof.expired()) {
        String why = proof == null ? "" : String.valueOf(proof.message()).strip();
        throw GitException.refusal(
            what
                + " is not believed: it is signed by an SSH key that "
                + allowed
                + " does not allow, or was changed after it was signed"
                + (why.isEmpty() ? "" : " (" + why + ")"));
      }
      return (proof.keyUser() == null ? "" : proof.keyUser() + " ")
          + "("
          + proof.keyFingerprint()
          + ")";
    } catch (IOException e) {
      throw GitException.refusal(what + " cannot be checked: " + e.getMessage(), e);
    }
  }

  /** The commit as it was signed: without the header that holds the signature. */
  private static byte[] withoutSignature(byte[] raw) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(raw.length);
    int at = 0;
    while (at < raw.length && raw[at] != '\n') {
      int end = RawParseUtils.nextLF(raw, at);
      boolean isSignature = startsWith(raw, at, SIGNATURE) || startsWith(raw, at, SIGNATURE_256);
      while (end < raw.length && raw[end] == ' ') {
        end = RawParseUtils.nextLF(raw, end);
      }
      if (!isSignature) {
        out.write(raw, at, end - at);
      }
      at = end;
    }
    out.write(raw, at, raw.length - at);
    return out.toByteArray();
  }

  private static boolean startsWith(byte[] raw, int at, byte[] text) {
    return raw.length >= at + text.length
        && java.util.Arrays.equals(raw, at, at + text.length, text, 0, text.length);
  }
}
