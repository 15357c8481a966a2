package io.autohelm.engine.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.autohelm.engine.provenance.ProvenanceException.Reason;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ours signs for the real Helm and the real GnuPG (where there is one), and they for us. */
@RealHelm
class ProvenanceIT {
  @TempDir static Path keys;
  private static Path home;
  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws IOException, InterruptedException {
    assumeTrue(hasGpg(), "needs gpg on the path");
    home =
        Files.createDirectory(
            keys.resolve("gnupg"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (String[] key :
        new String[][] {
          {"", "Ann <ann@example.org>", "rsa2048"},
          {"s3cret", "Bob <bob@example.org>", "ed25519"},
          {"", "Cleo <cleo@example.org>", "nistp256"},
          {"s3cret", "Dan <dan@example.org>", "dsa2048"}
        }) {
      gpg("--passphrase", key[0], "--quick-gen-key", key[1], key[2], "sign", "never");
    }
    gpg("-o", keys.resolve("public.gpg").toString(), "--export");
    for (String[] key :
        new String[][] {{"", "ann"}, {"s3cret", "bob"}, {"", "cleo"}, {"s3cret", "dan"}}) {
      gpg(
          "--passphrase",
          key[0],
          "-o",
          keys.resolve(key[1] + ".gpg").toString(),
          "--export-secret-keys",
          key[1] + "@example.org");
    }
    Files.writeString(keys.resolve("passphrase"), "s3cret\n");
  }

  private static boolean hasGpg() throws InterruptedException {
    try {
      return new ProcessBuilder("gpg", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException none) {
      return false;
    }
  }

  private static String gpg(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("gpg", "--homedir", home.toString(), "--batch", "--pinentry-mode", "loopback"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private Path packaged(TestHelm helm) {
    TestHelm here = helm.in(folder);
    here.helm4("create", "shop").ok();
    here.helm4("package", "shop").ok();
    return folder.resolve("shop-0.1.0.tgz");
  }

  @ParameterizedTest
  @CsvSource({"ann, RSA", "bob, EdDSA", "cleo, ECDSA", "dan, DSA"})
  void whatWeSignHelmAndGnuPgVerify(String who, String algorithm, TestHelm helm) throws Exception {
    Path archive = packaged(helm);
    Signer signer = Keyring.read(keys.resolve(who + ".gpg")).signer(who);
    if (signer.isLocked()) {
      ProvenanceException wrong =
          assertThrows(ProvenanceException.class, () -> signer.unlock("wrong".toCharArray()));
      assertEquals(Reason.SECRET_KEY, wrong.reason());
      assertEquals(
          "openpgp: invalid data: private key checksum failure", wrong.getMessage(), algorithm);
    }
    String metadata = "apiVersion: v2\ndescription: \"- trailing  \"\nname: shop\nversion: 0.1.0\n";
    Files.writeString(
        folder.resolve("shop-0.1.0.tgz.prov"),
        Provenance.sign(
            "shop-0.1.0.tgz",
            Provenance.sha256(archive),
            metadata,
            signer.unlock("s3cret".toCharArray()),
            Instant.now()));
    Keyring keyring = Keyring.read(keys.resolve("public.gpg"));
    String report =
        Provenance.verify(
                Files.readAllBytes(folder.resolve("shop-0.1.0.tgz.prov")),
                "shop-0.1.0.tgz",
                Provenance.sha256(archive),
                keyring,
                Instant.now())
            .report();
    for (TestHelm.Run run :
        List.of(
            helm.helm4(
                "verify", "--keyring", keys.resolve("public.gpg").toString(), archive.toString()),
            helm.helm3(
                "verify", "--keyring", keys.resolve("public.gpg").toString(), archive.toString()),
            helm.helm4(
                "verify",
                "--keyring",
                home.resolve("pubring.kbx").toString(),
                archive.toString()))) {
      assertEquals(report, run.ok());
    }
    String said = gpg("--verify", folder.resolve("shop-0.1.0.tgz.prov").toString());
    assertTrue(said.contains("Good signature from"), said);
  }

  @ParameterizedTest
  @CsvSource({"ann", "bob", "cleo", "dan"})
  void whatHelmAndGnuPgSignWeVerify(String who, TestHelm helm) throws Exception {
    Path archive = packaged(helm);
    String[] sign = {
      "package",
      "shop",
      "--sign",
      "--key",
      who,
      "--keyring",
      keys.resolve(who + ".gpg").toString(),
      "--passphrase-file",
      keys.resolve("passphrase").toString()
    };
    Path provenance = folder.resolve("shop-0.1.0.tgz.prov");
    Keyring keyring = Keyring.read(home.resolve("pubring.kbx"));
    for (int major : new int[] {4, 3}) {
      TestHelm here = helm.in(folder);
      (major == 4 ? here.helm4(sign) : here.helm3(sign)).ok();
      Verification verification =
          Provenance.verify(
              Files.readAllBytes(provenance),
              "shop-0.1.0.tgz",
              Provenance.sha256(archive),
              keyring,
              Instant.now());
      assertTrue(verification.signedBy().get(0).contains(who + "@example.org"));
    }
    Path text = folder.resolve("text");
    Files.writeString(
        text,
        "name: shop\n\n...\nfiles:\n  shop-0.1.0.tgz: sha256:" + Provenance.sha256(archive) + "\n");
    gpg(
        "--passphrase",
        "s3cret",
        "-u",
        who + "@example.org",
        "--yes",
        "-o",
        provenance.toString(),
        "--clearsign",
        text.toString());
    assertEquals(
        "shop-0.1.0.tgz",
        Provenance.verify(
                Files.readAllBytes(provenance),
                "shop-0.1.0.tgz",
                Provenance.sha256(archive),
                keyring,
                Instant.now())
            .fileName());
  }

  @Test
  void refusalsAreHelms(TestHelm helm) throws Exception {
    Path archive = packaged(helm);
    helm.in(folder)
        .helm4(
            "package",
            "shop",
            "--sign",
            "--key",
            "ann",
            "--keyring",
            keys.resolve("ann.gpg").toString())
        .ok();
    Path provenance = folder.resolve("shop-0.1.0.tgz.prov");
    String signed = Files.readString(provenance);
    Path bobs = folder.resolve("bobs.gpg");
    gpg("-o", bobs.toString(), "--export", "bob@example.org");
    record Case(String provenance, Path keyring) {}
    for (Case each :
        List.of(
            new Case(signed, bobs),
            new Case(
                signed.replace("type: application", "type: library"), keys.resolve("public.gpg")),
            new Case("nothing", keys.resolve("public.gpg")),
            new Case(signed, folder.resolve("missing.gpg")))) {
      Files.writeString(provenance, each.provenance());
      TestHelm.Run theirs =
          helm.helm4("verify", "--keyring", each.keyring().toString(), archive.toString());
      ProvenanceException ours =
          assertThrows(
              ProvenanceException.class,
              () ->
                  Provenance.verify(
                      Files.readAllBytes(provenance),
                      "shop-0.1.0.tgz",
                      Provenance.sha256(archive),
                      Keyring.read(each.keyring()),
                      Instant.now()));
      assertEquals("Error: " + ours.getMessage(), theirs.stderr().strip());
    }
  }
}
