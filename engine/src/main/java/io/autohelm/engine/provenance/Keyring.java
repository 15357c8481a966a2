package io.autohelm.engine.provenance;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * OpenPGP keys: whom to believe, or with what to sign. Read from what GnuPG writes: exported keys
 * (binary or in ASCII armour), {@code pubring.gpg}, {@code secring.gpg} and {@code pubring.kbx}.
 */
public final class Keyring {
  private final List<SigningKey> keys;

  private Keyring(List<SigningKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads a keyring.
   *
   * @throws ProvenanceException with reason KEYRING when there is none, or it is none
   */
  public static Keyring read(Path file) {
    try {
      return parse(Files.readAllBytes(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new ProvenanceException(
          Reason.KEYRING,
          "failed to load keyring: open " + file + ": no such file or directory",
          e);
    } catch (IOException e) {
      throw new ProvenanceException(
          Reason.KEYRING, "failed to load keyring: cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a keyring's content.
   *
   * @param name for errors
   */
  public static Keyring parse(byte[] content, String name) {
    List<SigningKey> keys = new ArrayList<>();
    for (byte[] packets : KeyringText.packets(content, name)) {
      keys.addAll(keys(packets, name));
    }
    return new Keyring(keys);
  }

  // BouncyCastle answers broken packets with whatever exception its reading ran into.
  private static List<SigningKey> keys(byte[] packets, String name) {
    List<SigningKey> keys = new ArrayList<>();
    try {
      PGPObjectFactory objects =
          new PGPObjectFactory(new ByteArrayInputStream(packets), new BcKeyFingerprintCalculator());
      for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
        if (object instanceof PGPPublicKeyRing ring) {
          keys.add(new SigningKey(List.of(iterable(ring.getPublicKeys())), null));
        } else if (object instanceof PGPSecretKeyRing ring) {
          keys.add(new SigningKey(List.of(iterable(ring.getPublicKeys())), ring.getSecretKey()));
        }
      }
      return keys;
    } catch (IOException | RuntimeException e) {
      throw new ProvenanceException(
          Reason.KEYRING,
          "failed to load keyring: " + name + " holds no readable OpenPGP keys: " + e.getMessage(),
          e);
    }
  }

  private static PGPPublicKey[] iterable(Iterator<PGPPublicKey> keys) {
    List<PGPPublicKey> all = new ArrayList<>();
    keys.forEachRemaining(all::add);
    return all.toArray(new PGPPublicKey[0]);
  }

  /** The keys of this ring and of another. */
  public Keyring plus(Keyring other) {
    List<SigningKey> all = new ArrayList<>(keys);
    all.addAll(other.keys);
    return new Keyring(all);
  }

  /**
   * The keys that a policy names.
   *
   * @param names fingerprints (40 or 64 hexadecimal digits, blanks allowed), e-mail addresses, or
   *     whole names as {@code NAME (COMMENT) <EMAIL>}
   */
  public Keyring only(List<String> names) {
    return new Keyring(keys.stream().filter(key -> names.stream().anyMatch(key::isNamed)).toList());
  }

  /** The names of all keys, for people. */
  public List<String> names() {
    return keys.stream().map(key -> String.join(", ", key.userIds())).toList();
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  List<SigningKey> keys() {
    return keys;
  }

  /**
   * The key to sign with: one whose name is {@code name}, or else the only one whose name contains
   * it, as {@code helm package --key} chooses.
   *
   * @throws ProvenanceException with reason SECRET_KEY when there is none, more than one, or only
   *     its public half
   */
  public Signer signer(String name) {
    Optional<SigningKey> exact =
        keys.stream().filter(key -> key.userIds().contains(name)).findFirst();
    List<SigningKey> similar =
        exact
            .map(List::of)
            .orElseGet(
                () ->
                    keys.stream()
                        .filter(key -> key.userIds().stream().anyMatch(id -> id.contains(name)))
                        .toList());
    if (similar.isEmpty()) {
      throw new ProvenanceException(Reason.SECRET_KEY, "private key not found");
    }
    if (similar.size() > 1) {
      throw new ProvenanceException(
          Reason.SECRET_KEY, "more than one key contain the id \"" + name + "\"");
    }
    return Signer.of(similar.get(0));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT);
  }
}
