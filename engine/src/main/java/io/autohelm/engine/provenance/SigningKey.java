package io.autohelm.engine.provenance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * A primary key with its sub-keys. Nothing that stands in it counts before its signature by the
 * primary key was checked: a name, an expiry, a sub-key could have been added by anybody.
 *
 * @param keys the primary key first
 * @param secret the primary key's secret half, null where there is none
 */
record SigningKey(List<PGPPublicKey> keys, @Nullable PGPSecretKey secret) {

  PGPPublicKey primary() {
    return keys.get(0);
  }

  String fingerprint() {
    return Keyring.hex(primary().getFingerprint());
  }

  /** The names that the key itself vouches for. */
  List<String> userIds() {
    List<String> names = new ArrayList<>();
    for (Iterator<String> ids = primary().getUserIDs(); ids.hasNext(); ) {
      String id = ids.next();
      if (!selfSignatures(id).isEmpty() && !names.contains(id)) {
        names.add(id);
      }
    }
    return names;
  }

  boolean isNamed(String name) {
    String digits = name.replace(" ", "");
    if (digits.matches("[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}")) {
      return digits.equalsIgnoreCase(fingerprint());
    }
    return userIds().stream()
        .anyMatch(
            id ->
                id.equals(name)
                    || id.equals("<" + name + ">")
                    || id.endsWith(" <" + name + ">")
                    || id.equalsIgnoreCase(name));
  }

  private interface Check {
    boolean holds(PGPSignature signature) throws PGPException;
  }

  private boolean isValid(PGPSignature signature, PGPPublicKey by, Check check) {
    try {
      signature.init(new BcPGPContentVerifierBuilderProvider(), by);
      return check.holds(signature);
    } catch (PGPException | RuntimeException e) {
      // A signature of an unknown kind, or a damaged one, proves nothing.
      return false;
    }
  }

  private boolean isByPrimary(PGPSignature signature) {
    return signature.getKeyID() == primary().getKeyID() || signature.getKeyID() == 0;
  }

  private List<PGPSignature> selfSignatures(String userId) {
    List<PGPSignature> valid = new ArrayList<>();
    Iterator<PGPSignature> all = primary().getSignaturesForID(userId);
    while (all != null && all.hasNext()) {
      PGPSignature signature = all.next();
      if (isByPrimary(signature)
          && signature.isCertification()
          && isValid(signature, primary(), s -> s.verifyCertification(userId, primary()))) {
        valid.add(signature);
      }
    }
    return valid;
  }

  /** The newest self-signature, which says how long the key lives and what it is for. */
  private Optional<PGPSignature> selfSignature() {
    List<PGPSignature> all = new ArrayList<>();
    for (String id : userIds()) {
      all.addAll(selfSignatures(id));
    }
    for (Iterator<PGPSignature> direct = primary().getSignaturesOfType(PGPSignature.DIRECT_KEY);
        direct.hasNext(); ) {
      PGPSignature signature = direct.next();
      if (isByPrimary(signature)
          && isValid(signature, primary(), s -> s.verifyCertification(primary()))) {
        all.add(signature);
      }
    }
    return all.stream().reduce((one, other) -> made(one).isBefore(made(other)) ? other : one);
  }

  /** The key of this ring that made a signature and may sign, if it is one of these. */
  Optional<PGPPublicKey> maker(PGPSignature signature) {
    return keys.stream()
        .filter(key -> key.getKeyID() == signature.getKeyID())
        .filter(key -> key.isMasterKey() ? maySign(selfSignature()) : binding(key).isPresent())
        .findFirst();
  }

  private static boolean maySign(Optional<PGPSignature> signature) {
    return signature.isPresent() && flagsAllow(signature.get());
  }

  private static boolean flagsAllow(PGPSignature signature) {
    PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
    return hashed == null
        || !hashed.hasSubpacket(SignatureSubpacketTags.KEY_FLAGS)
        || (hashed.getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
  }

  /** The newest signature that makes a sub-key one of ours for signing, with its consent. */
  private Optional<PGPSignature> binding(PGPPublicKey subKey) {
    Optional<PGPSignature> newest = Optional.empty();
    for (Iterator<PGPSignature> all = subKey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
        all.hasNext(); ) {
      PGPSignature signature = all.next();
      if (isByPrimary(signature)
          && flagsAllow(signature)
          && isValid(signature, primary(), s -> s.verifyCertification(primary(), subKey))
          && consents(signature, subKey)
          && (newest.isEmpty() || made(newest.get()).isBefore(made(signature)))) {
        newest = Optional.of(signature);
      }
    }
    return newest;
  }

  /** Without the sub-key's own signature anybody could claim another's signing key as theirs. */
  private boolean consents(PGPSignature binding, PGPPublicKey subKey) {
    for (PGPSignatureSubpacketVector packets :
        new PGPSignatureSubpacketVector[] {
          binding.getHashedSubPackets(), binding.getUnhashedSubPackets()
        }) {
      try {
        PGPSignatureList embedded = packets == null ? null : packets.getEmbeddedSignatures();
        for (int i = 0; embedded != null && i < embedded.size(); i++) {
          PGPSignature signature = embedded.get(i);
          if (signature.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
              && isValid(signature, subKey, s -> s.verifyCertification(primary(), subKey))) {
            return true;
          }
        }
      } catch (PGPException | RuntimeException e) {
        // Damaged: no consent.
      }
    }
    return false;
  }

  /** Whether the primary key, or that sub-key, was revoked by the primary key. */
  boolean isRevoked(PGPPublicKey key) {
    return isRevoked(primary(), PGPSignature.KEY_REVOCATION)
        || (!key.isMasterKey() && isRevoked(key, PGPSignature.SUBKEY_REVOCATION));
  }

  private boolean isRevoked(PGPPublicKey key, int type) {
    for (Iterator<PGPSignature> all = key.getSignaturesOfType(type); all.hasNext(); ) {
      if (isValid(
          all.next(),
          primary(),
          s ->
              key.isMasterKey()
                  ? s.verifyCertification(key)
                  : s.verifyCertification(primary(), key))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the primary key, or that sub-key, is not valid at a time: not any more, or not yet. */
  boolean isExpired(PGPPublicKey key, Instant now) {
    return isExpired(primary(), selfSignature(), now)
        || (!key.isMasterKey() && isExpired(key, binding(key), now));
  }

  private static boolean isExpired(PGPPublicKey key, Optional<PGPSignature> by, Instant now) {
    Instant created = key.getCreationTime().toInstant();
    PGPSignatureSubpacketVector hashed = by.map(PGPSignature::getHashedSubPackets).orElse(null);
    long seconds = hashed == null ? 0 : hashed.getKeyExpirationTime();
    return created.isAfter(now) || (seconds != 0 && now.isAfter(created.plusSeconds(seconds)));
  }

  private static Instant made(PGPSignature signature) {
    return signature.getCreationTime().toInstant();
  }
}
