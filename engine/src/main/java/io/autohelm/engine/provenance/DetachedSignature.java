package io.autohelm.engine.provenance;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import java.time.Instant;
import java.util.List;

/**
 * A signature apart from what it is over, as those of Git commits and tags are.
 *
 * @param signedBy the names of the key that made it, {@code NAME (COMMENT) <EMAIL>}
 * @param fingerprint of that key's primary key, in capital hexadecimal digits
 */
public record DetachedSignature(List<String> signedBy, String fingerprint) {
  public DetachedSignature {
    signedBy = List.copyOf(signedBy);
  }

  /**
   * Checks a signature.
   *
   * @param data what was signed
   * @param armoured the signature in ASCII armour
   * @param now the time at which the key must be valid
   * @throws ProvenanceException when no key of the ring made it, or it does not hold; its reason
   *     says why
   */
  public static DetachedSignature verify(
      byte[] data, String armoured, Keyring keyring, Instant now) {
    byte[] packets =
        ClearSigned.armour(armoured)
            .orElseThrow(
                () ->
                    new ProvenanceException(
                        Reason.UNREADABLE, "openpgp: invalid data: the signature is damaged"));
    SigningKey signer = SignatureCheck.signer(data, packets, keyring, now);
    return new DetachedSignature(signer.userIds(), signer.fingerprint());
  }
}
