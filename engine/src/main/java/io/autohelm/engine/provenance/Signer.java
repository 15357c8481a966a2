package io.autohelm.engine.provenance;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/** A secret key; locked until its passphrase was given, if it has one. */
public final class Signer {
  private final PGPSecretKey key;
  private final List<String> userIds;
  private final @Nullable PGPPrivateKey unlocked;

  private Signer(PGPSecretKey key, List<String> userIds, @Nullable PGPPrivateKey unlocked) {
    this.key = key;
    this.userIds = userIds;
    this.unlocked = unlocked;
  }

  static Signer of(SigningKey key) {
    PGPSecretKey secret = key.secret();
    if (secret == null || secret.isPrivateKeyEmpty()) {
      throw new ProvenanceException(
          Reason.SECRET_KEY,
          "provided key is not a private key. Try providing a keyring with secret keys");
    }
    Signer signer = new Signer(secret, key.userIds(), null);
    return signer.isLocked() ? signer : signer.unlock(new char[0]);
  }

  /** The key's first name, for a prompt. */
  public String name() {
    return userIds.isEmpty() ? "Unknown" : userIds.get(0);
  }

  /** Whether a passphrase is needed. */
  public boolean isLocked() {
    return unlocked == null && key.getS2KUsage() != 0;
  }

  /**
   * This key, ready to sign.
   *
   * @throws ProvenanceException with reason SECRET_KEY when the passphrase is wrong
   */
  public Signer unlock(char[] passphrase) {
    if (unlocked != null) {
      return this;
    }
    try {
      return new Signer(
          key,
          userIds,
          key.extractPrivateKey(
              new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                  .build(passphrase)));
    } catch (PGPException | RuntimeException e) {
      throw new ProvenanceException(
          Reason.SECRET_KEY, "openpgp: invalid data: private key checksum failure", e);
    }
  }

  /** Signs, by SHA-512 as Helm does. */
  byte[] sign(byte[] text, Instant now) {
    PGPPrivateKey secret = unlocked;
    if (secret == null) {
      throw new ProvenanceException(
          Reason.SECRET_KEY, "the key " + name() + " needs its passphrase");
    }
    try {
      PGPPublicKey half = key.getPublicKey();
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new BcPGPContentSignerBuilder(half.getAlgorithm(), HashAlgorithmTags.SHA512)
                  .setSecureRandom(new SecureRandom()),
              half);
      generator.init(PGPSignature.CANONICAL_TEXT_DOCUMENT, secret);
      PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
      packets.setSignatureCreationTime(false, Date.from(now));
      packets.setIssuerKeyID(false, half.getKeyID());
      packets.setIssuerFingerprint(false, half);
      generator.setHashedSubpackets(packets.generate());
      generator.update(text);
      return generator.generate().getEncoded();
    } catch (PGPException | IOException e) {
      throw new ProvenanceException(
          Reason.SECRET_KEY, "the key " + name() + " cannot sign: " + e.getMessage(), e);
    }
  }
}
