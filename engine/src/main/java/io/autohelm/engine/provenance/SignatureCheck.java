package io.autohelm.engine.provenance;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/** Whether a signature is one by a key that is believed. */
final class SignatureCheck {
  /** Text that somebody else wrote can be made to fit a signature by these. */
  private static final Set<Integer> BROKEN_HASHES =
      Set.of(HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160);

  private SignatureCheck() {}

  /**
   * The key that made one of the signatures, all of whose promises hold.
   *
   * @param signed the bytes that were signed
   * @param packets the signatures
   * @param now the time at which the key must be valid
   * @throws ProvenanceException when there is none
   */
  static SigningKey signer(byte[] signed, byte[] packets, Keyring keyring, Instant now) {
    for (PGPSignature signature : signatures(packets)) {
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
      byte[] signed, PGPSignature signature, SigningKey key, PGPPublicKey maker, Instant now) {
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

  private static boolean holds(byte[] signed, PGPSignature signature, PGPPublicKey maker) {
    if (signature.getSignatureType() != PGPSignature.CANONICAL_TEXT_DOCUMENT
        && signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      return false;
    }
    try {
      signature.init(new BcPGPContentVerifierBuilderProvider(), maker);
      signature.update(signed);
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
