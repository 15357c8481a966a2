package io.autohelm.engine.repo;

import io.autohelm.engine.provenance.Keyring;
import io.autohelm.engine.provenance.ProvenanceException;
import java.nio.file.Path;
import java.util.List;

/**
 * Who must have signed the charts of a repository.
 *
 * @param keyring the file with their public keys, read at each use
 * @param signers fingerprints, e-mail addresses or whole names of keys in it; empty for any of them
 */
public record TrustPolicy(Path keyring, List<String> signers) {
  public TrustPolicy {
    signers = List.copyOf(signers);
  }

  /**
   * The keys that are believed.
   *
   * @throws ProvenanceException when the keyring cannot be read, or lacks them all
   */
  Keyring keys() {
    Keyring all = Keyring.read(keyring);
    Keyring believed = signers.isEmpty() ? all : all.only(signers);
    if (believed.isEmpty()) {
      throw new ProvenanceException(
          ProvenanceException.Reason.KEYRING,
          "the keyring " + keyring + " holds no key of " + String.join(", ", signers));
    }
    return believed;
  }
}
