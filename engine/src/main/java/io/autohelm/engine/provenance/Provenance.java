package io.autohelm.engine.provenance;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * The {@code .prov} file of a packaged chart: its metadata and its digest, clear-signed. Files
 * signed here verify by {@code helm verify} and {@code gpg --verify}, and theirs here.
 */
public final class Provenance {
  /** Larger than any: the metadata and one line. */
  public static final int MAX_SIZE = 1 << 20;

  /** Text that somebody else wrote can be made to fit a signature by these. */
  private static final Set<Integer> BROKEN_HASHES =
      Set.of(HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160);

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
    SigningKey signer = signer(signed, keyring, now);
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

  private static SigningKey signer(ClearSigned signed, Keyring keyring, Instant now) {
    for (PGPSignature signature : signatures(signed.signature())) {
      for (SigningKey key : keyring.keys()) {
        Optional<PGPPublicKey> maker = key.maker(signature);
        if (maker.isPresent()) {
          check(signed, signature, key, maker.get(), now);
          return key;
        }
      }
    }
    throw new ProvenanceException(
        Reason.UNKNOWN_SIGNER, "openpgp: signature made by unknown entity");
  }

  // BouncyCastle answers broken packets with whatever exception its reading ran into.
  private static List<PGPSignature> signatures(byte[] packets) {
    List<PGPSignature> found = new ArrayList<>();
    try {
      PGPObjectFactory objects =
          new PGPObjectFactory(new ByteArrayInputStream(packets), new BcKeyFingerprintCalculator());
      for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
        if (object instanceof PGPSignatureList list) {
          list.forEach(found::add);
        }
      }
      return found;
    } catch (IOException | RuntimeException e) {
      throw new ProvenanceException(
          Reason.UNREADABLE, "openpgp: invalid data: the signature is damaged", e);
    }
  }

  private static void check(
      ClearSigned signed, PGPSignature signature, SigningKey key, PGPPublicKey maker, Instant now) {
    if (BROKEN_HASHES.contains(signature.getHashAlgorithm())) {
      throw new ProvenanceException(
          Reason.BAD_SIGNATURE, "openpgp: invalid signature: insecure message hash algorithm");
    }
    if (!holds(signed, signature, maker)) {
      throw new ProvenanceException(
          Reason.BAD_SIGNATURE,
          "openpgp: invalid signature: " + algorithm(maker) + " verification failure");
    }
    if (key.isRevoked(maker)) {
      throw new ProvenanceException(Reason.KEY_REVOKED, "openpgp: signature made by revoked key");
    }
    if (key.isExpired(maker, now)) {
      throw new ProvenanceException(Reason.KEY_EXPIRED, "openpgp: key expired");
    }
    PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
    long seconds = hashed == null ? 0 : hashed.getSignatureExpirationTime();
    if (seconds != 0 && now.isAfter(signature.getCreationTime().toInstant().plusSeconds(seconds))) {
      throw new ProvenanceException(Reason.SIGNATURE_EXPIRED, "openpgp: signature expired");
    }
  }

  private static boolean holds(ClearSigned signed, PGPSignature signature, PGPPublicKey maker) {
    if (signature.getSignatureType() != PGPSignature.CANONICAL_TEXT_DOCUMENT
        && signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      return false;
    }
    try {
      signature.init(new BcPGPContentVerifierBuilderProvider(), maker);
      signature.update(signed.signed());
      return signature.verify();
    } catch (PGPException | RuntimeException e) {
      // A signature that cannot be computed is none.
      return false;
    }
  }

  private static String algorithm(PGPPublicKey key) {
    return switch (key.getAlgorithm()) {
      case PublicKeyAlgorithmTags.RSA_GENERAL -> "RSA";
      case PublicKeyAlgorithmTags.DSA -> "DSA";
      case PublicKeyAlgorithmTags.ECDSA -> "ECDSA";
      default -> "EdDSA";
    };
  }
}
