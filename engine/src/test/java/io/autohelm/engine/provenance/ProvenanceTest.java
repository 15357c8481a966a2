package io.autohelm.engine.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that GnuPG 2.2 and Helm 4 signed; the errors are {@code helm verify}'s. */
class ProvenanceTest {
  private static final String ARCHIVE = "shop-0.1.0.tgz";
  private static final String SHA256 =
      "9ccd820a87ef492f7dd1da8af267683f9b7068dd2dadb77ee7249a35a9c8ab13";
  private static final Instant NOW = Instant.parse("2026-11-21T13:00:00Z");

  @TempDir Path folder;

  private static byte[] recorded(String name) throws IOException {
    try (InputStream in = ProvenanceTest.class.getResourceAsStream("/provenance/" + name)) {
      return in.readAllBytes();
    }
  }

  private static Keyring ring(String name) throws IOException {
    return Keyring.parse(recorded(name), name);
  }

  private static Verification verify(byte[] provenance, Keyring keyring) {
    return Provenance.verify(provenance, ARCHIVE, SHA256, keyring, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "helm-rsa.prov, pubring.gpg, Ann Author (rsa) <ann@example.org>",
    "helm-rsa.prov, pubring.kbx, Ann Author (rsa) <ann@example.org>",
    "helm-rsa.prov, ann.asc, Ann Author (rsa) <ann@example.org>",
    "helm-ed25519.prov, pubring.gpg, Bob Locked <bob@example.org>",
    "helm-ed25519.prov, both.asc, Bob Locked <bob@example.org>",
    "gpg-sub-key.prov, pubring.gpg, Sub Signer <sub@example.org>",
    "gpg-one-day.prov, pubring.gpg, Ann Author (rsa) <ann@example.org>",
  })
  void whatIsSignedByAKnownKeyIsProven(String file, String keyring, String signer)
      throws IOException {
    Verification verification = verify(recorded(file), ring(keyring));
    assertEquals(List.of(signer), verification.signedBy());
    assertEquals(ARCHIVE, verification.fileName());
    assertEquals("sha256:" + SHA256, verification.fileHash());
  }

  @Test
  void theReportIsHelms() throws IOException {
    assertEquals(
        """
        Signed by: Ann Author (rsa) <ann@example.org>
        Using Key With Fingerprint: 806FA9E2D71406165BCC2EC4155D7E06BD831E6A
        Chart Hash Verified: sha256:%s
        """
            .formatted(SHA256),
        verify(recorded("helm-rsa.prov"), ring("ann.asc")).report());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key-expired.prov  | pubring.gpg | KEY_EXPIRED    | openpgp: key expired",
        "key-revoked.prov  | pubring.gpg | KEY_REVOKED    | openpgp: signature made by revoked key",
        "helm-rsa.prov     | bob.asc     | UNKNOWN_SIGNER | openpgp: signature made by unknown entity",
        "gpg-sha1.prov     | pubring.gpg | BAD_SIGNATURE  | openpgp: invalid signature: insecure message hash algorithm",
        "ann.asc           | pubring.gpg | UNREADABLE     | signature block not found",
      })
  void eachFaultHasItsOwnReason(String file, String keyring, Reason reason, String message)
      throws IOException {
    byte[] provenance = recorded(file);
    Keyring keys = ring(keyring);
    ProvenanceException refused =
        assertThrows(ProvenanceException.class, () -> verify(provenance, keys));
    assertEquals(reason, refused.reason());
    assertEquals(message, refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "appVersion: 1.16.0 | appVersion: 9 | BAD_SIGNATURE",
        "sha256:9           | sha256:8      | BAD_SIGNATURE",
        "Hash: SHA512       | Note: trusted | UNREADABLE",
        "wsC5               | wsC            | UNREADABLE",
      })
  void whatWasChangedIsNotProven(String old, String changed, Reason reason) throws IOException {
    String text = new String(recorded("helm-rsa.prov"), StandardCharsets.UTF_8);
    assertTrue(text.contains(old), text);
    Keyring keys = ring("ann.asc");
    ProvenanceException refused =
        assertThrows(
            ProvenanceException.class,
            () -> verify(text.replaceFirst(old, changed).getBytes(StandardCharsets.UTF_8), keys));
    assertEquals(reason, refused.reason(), refused.getMessage());
  }

  @Test
  void blanksAtTheEndOfLinesAndOtherLineEndsAreNotSigned() throws IOException {
    String text = new String(recorded("helm-rsa.prov"), StandardCharsets.UTF_8);
    String sent = "Dear all,\r\n" + text.replace("\n", " \t\r\n");
    assertEquals(
        "806FA9E2D71406165BCC2EC4155D7E06BD831E6A",
        verify(sent.getBytes(StandardCharsets.UTF_8), ring("ann.asc")).fingerprint());
  }

  @Test
  void theArchiveMustBeTheOneThatWasSigned() throws IOException {
    byte[] provenance = recorded("helm-rsa.prov");
    Keyring keys = ring("ann.asc");
    ProvenanceException other =
        assertThrows(
            ProvenanceException.class,
            () -> Provenance.verify(provenance, "other.tgz", SHA256, keys, NOW));
    assertEquals(
        "provenance does not contain a SHA for a file named \"other.tgz\"", other.getMessage());
    ProvenanceException tampered =
        assertThrows(
            ProvenanceException.class,
            () -> Provenance.verify(provenance, ARCHIVE, "00", keys, NOW));
    assertEquals(Reason.TAMPERED, tampered.reason());
    assertEquals(
        "sha256 sum does not match for shop-0.1.0.tgz: \"sha256:" + SHA256 + "\" != \"sha256:00\"",
        tampered.getMessage());
  }

  @Test
  void aSignatureLivesAsLongAsItSays() throws IOException {
    byte[] provenance = recorded("gpg-one-day.prov");
    Keyring keys = ring("ann.asc");
    ProvenanceException late =
        assertThrows(
            ProvenanceException.class,
            () ->
                Provenance.verify(
                    provenance, ARCHIVE, SHA256, keys, Instant.parse("2026-11-23T00:00:00Z")));
    assertEquals(Reason.SIGNATURE_EXPIRED, late.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "ann@example.org, 1",
    "Ann Author (rsa) <ann@example.org>, 1",
    "806F A9E2 D714 0616 5BCC 2EC4 155D 7E06 BD83 1E6A, 1",
    "ann, 0",
    "example.org, 0",
    "155D7E06BD831E6A, 0",
  })
  void aPolicyNamesKeysWhole(String name, int found) throws IOException {
    assertEquals(found, ring("pubring.gpg").only(List.of(name)).names().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody | private key not found",
        "example.org | more than one key contain the id \"example.org\"",
        "Bob | provided key is not a private key. Try providing a keyring with secret keys",
      })
  void publicKeysDoNotSign(String name, String message) throws IOException {
    Keyring keys = ring("pubring.gpg");
    ProvenanceException refused = assertThrows(ProvenanceException.class, () -> keys.signer(name));
    assertEquals(message, refused.getMessage());
    assertEquals(Reason.SECRET_KEY, refused.reason());
  }

  @Test
  void aKeyringThatIsNoneIsNamed() throws IOException {
    Path missing = folder.resolve("missing.gpg");
    ProvenanceException none = assertThrows(ProvenanceException.class, () -> Keyring.read(missing));
    assertEquals(
        "failed to load keyring: open " + missing + ": no such file or directory",
        none.getMessage());
    Path text = Files.writeString(folder.resolve("text"), "no keys");
    assertEquals(
        Reason.KEYRING, assertThrows(ProvenanceException.class, () -> Keyring.read(text)).reason());
    assertTrue(Keyring.parse(new byte[0], "empty").isEmpty());
  }

  @Test
  void damagedFilesAreRefusedWithOurOwnException() throws IOException {
    Random random = new Random(7);
    for (String name : List.of("pubring.gpg", "pubring.kbx", "both.asc")) {
      byte[] whole = recorded(name);
      for (int round = 0; round < 300; round++) {
        try {
          verify(recorded("helm-rsa.prov"), Keyring.parse(damaged(whole, random), name));
        } catch (ProvenanceException refused) {
          assertTrue(refused.reason().words().length() > 0);
        }
      }
    }
    Keyring keys = ring("pubring.gpg");
    byte[] whole = recorded("helm-rsa.prov");
    for (int round = 0; round < 1000; round++) {
      byte[] provenance = damaged(whole, random);
      try {
        assertEquals("sha256:" + SHA256, verify(provenance, keys).fileHash());
      } catch (ProvenanceException refused) {
        assertTrue(refused.reason().words().length() > 0);
      }
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = Arrays.copyOf(whole, whole.length - random.nextInt(3) * random.nextInt(200));
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
