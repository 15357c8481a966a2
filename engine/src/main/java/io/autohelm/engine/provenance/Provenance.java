package io.autohelm.engine.provenance;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/**
 * The {@code .prov} file of a packaged chart: its metadata and its digest, clear-signed. Files
 * signed here verify by {@code helm verify} and {@code gpg --verify}, and theirs here.
 */
public final class Provenance {
  /** Larger than any: the metadata and one line. */
  public static final int MAX_SIZE = 1 << 20;

  private Provenance() {}

  /**
   * The SHA-256 of a file in 64 hexadecimal digits.
   *
   * @throws IOException when the file cannot be read
   */
  public static String sha256(Path file) throws IOException {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /**
   * Makes a provenance file.
   *
   * @param fileName the archive's name without folders
   * @param sha256 the archive's digest in hexadecimal digits
   * @param metadata Chart.yaml as it stands in the archive
   * @param signer unlocked
   * @param now the time of the signature
   * @return the file's content, without a line feed at the end, as Helm writes it
   */
  public static String sign(
      String fileName, String sha256, String metadata, Signer signer, Instant now) {
    // "---" between documents would be taken for armour: Helm ends the first one by "..." instead.
    String text =
        metadata + "\n...\n" + Yaml.print(Map.of("files", Map.of(fileName, "sha256:" + sha256)));
    return ClearSigned.print(text, "SHA512", signer.sign(ClearSigned.toSign(text), now));
  }

  /**
   * Checks that an archive is the one that was signed, by a key of the keyring.
   *
   * @param provenance the provenance file's content
   * @param fileName the name under which the archive was signed: {@code NAME-VERSION.tgz}
   * @param sha256 the archive's digest in hexadecimal digits
   * @param now the time at which keys must be valid
   * @throws ProvenanceException when it is not; its reason says why
   */
  public static Verification verify(
      byte[] provenance, String fileName, String sha256, Keyring keyring, Instant now) {
    ClearSigned signed =
        ClearSigned.find(provenance)
            .orElseThrow(
                () -> new ProvenanceException(Reason.UNREADABLE, "signature block not found"));
    SigningKey signer = SignatureCheck.signer(signed.signed(), signed.signature(), keyring, now);
    Object promised = files(signed.text()).get(fileName);
    if (promised == null) {
      throw new ProvenanceException(
          Reason.TAMPERED,
          "provenance does not contain a SHA for a file named \"" + fileName + "\"");
    }
    String hash = "sha256:" + sha256;
    if (!promised.equals(hash)) {
      throw new ProvenanceException(
          Reason.TAMPERED,
          "sha256 sum does not match for "
              + fileName
              + ": \""
              + promised
              + "\" != \""
              + hash
              + "\"");
    }
    return new Verification(signer.userIds(), signer.fingerprint(), fileName, hash);
  }

  private static Map<?, ?> files(String text) {
    String[] parts = text.split("\n\\.\\.\\.\n", -1);
    if (parts.length < 2) {
      throw new ProvenanceException(
          Reason.UNREADABLE, "message block must have at least two parts");
    }
    try {
      if (Yaml.parse(parts[1]) instanceof Map<?, ?> sums
          && sums.get("files") instanceof Map<?, ?> files) {
        return files;
      }
      return Map.of();
    } catch (YamlException e) {
      throw new ProvenanceException(
          Reason.UNREADABLE, "the provenance file's digests cannot be read: " + e.getMessage(), e);
    }
  }
}
