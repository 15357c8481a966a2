package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.autohelm.agent.testing.Program;
import io.autohelm.agent.testing.SideBySide;
import io.autohelm.agent.testing.StaticFiles;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** package --sign, verify and pull --verify beside the real Helm's, with keys of the real GnuPG. */
@RealHelm
class SigningIT {
  @TempDir static Path keys;
  @TempDir Path root;
  private SideBySide both;
  private String publicKeys = "";
  private String secretKeys = "";

  @BeforeAll
  static void keys() throws Exception {
    assumeTrue(hasGpg(), "gpg is not on the path");
    Path home = Files.createDirectory(keys.resolve("gnupg"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    gpg("--passphrase", "", "--quick-gen-key", "Ann Author <ann@example.org>", "rsa2048", "sign");
    gpg("--passphrase", "pw", "--quick-gen-key", "Bob Locked <bob@example.org>", "ed25519", "sign");
    gpg("--output", keys.resolve("public.gpg").toString(), "--export");
    gpg(
        "--passphrase",
        "pw",
        "--output",
        keys.resolve("secret.gpg").toString(),
        "--export-secret-keys");
    Files.writeString(keys.resolve("passphrase"), "pw\n");
  }

  /** GnuPG's agent would outlive the test. */
  @AfterAll
  static void endAgent() throws Exception {
    run("gpgconf", "--kill", "all");
  }

  @BeforeEach
  void charts(TestHelm helm) throws IOException {
    both = new SideBySide(helm, root);
    publicKeys = keys.resolve("public.gpg").toString();
    secretKeys = keys.resolve("secret.gpg").toString();
    helm.in(root).helm4("create", "shop").ok();
    both.both(folder -> AuthorIT.copy(root.resolve("shop"), folder.resolve("shop")));
  }

  private static boolean hasGpg() throws InterruptedException {
    try {
      return new ProcessBuilder("gpg", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void gpg(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("gpg", "--batch", "--quiet", "--pinentry-mode", "loopback"));
    command.addAll(List.of(arguments));
    assertEquals(0, run(command.toArray(String[]::new)), () -> command.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(keys.resolve("gpg.log").toFile())
            .directory(keys.toFile());
    builder.environment().put("GNUPGHOME", keys.resolve("gnupg").toString());
    return builder.start().waitFor();
  }

  @Test
  void eachVerifiesWhatTheOtherSigned() throws IOException {
    for (String[] who :
        new String[][] {
          {"--key", "ann@example.org"},
          {"--key", "Bob", "--passphrase-file", keys.resolve("passphrase").toString()}
        }) {
      List<String> line =
          new ArrayList<>(List.of("package", "shop", "--sign", "--keyring", secretKeys));
      line.addAll(List.of(who));
      both.same(line.toArray(String[]::new));
      String ours = both.ours().resolve("shop-0.1.0.tgz").toString();
      String theirs = both.theirs().resolve("shop-0.1.0.tgz").toString();
      assertEquals(
          both.helm("verify", ours, "--keyring", publicKeys).ok(),
          both.program("verify", ours, "--keyring", publicKeys).stdout());
      assertEquals(
          both.helm("verify", theirs, "--keyring", publicKeys).ok(),
          both.program("verify", theirs, "--keyring", publicKeys).stdout());
    }
  }

  @Test
  void whatIsNotProvenIsRefusedInTheSameWords() throws IOException {
    String keys = " --keyring " + publicKeys;
    for (String line :
        List.of(
            "package shop --sign",
            "package shop --sign --key nobody --keyring " + secretKeys,
            "package shop --sign --key example --keyring " + secretKeys,
            "package shop --sign --key ann" + keys,
            "package shop --sign --key Ann --keyring " + root.resolve("nothing"),
            "verify",
            "verify shop" + keys,
            "verify shop/Chart.yaml" + keys,
            "verify nothing.tgz" + keys,
            "package shop",
            "verify shop-0.1.0.tgz" + keys,
            "package shop --sign --key ann@example.org --keyring " + secretKeys,
            "verify shop-0.1.0.tgz --keyring " + root.resolve("nothing"))) {
      both.same(line);
    }
    Path file = both.ours().resolve("shop-0.1.0.tgz");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2]++;
    Files.write(file, bytes);
    Program.Run changed = both.program("verify", file.toString(), "--keyring", publicKeys);
    assertEquals(1, changed.exitCode());
    assertTrue(changed.stderr().contains("sha256 sum does not match"), changed.stderr());
  }

  @Test
  void signedChartsArePulled(TestHelm helm) throws IOException {
    Path charts = Files.createDirectory(root.resolve("charts"));
    TestHelm here = helm.in(root);
    here.helm4(
            "package", "shop", "--sign", "--key", "ann@", "--keyring", secretKeys, "-d", "charts")
        .ok();
    here.helm4("package", "shop", "--version", "2.0.0", "-d", "charts").ok();
    here.helm4("repo", "index", "charts").ok();
    try (StaticFiles server = StaticFiles.of(charts)) {
      String signed = " --version 0.1.0 --keyring " + publicKeys;
      String unsigned = " --version 2.0.0 --keyring " + publicKeys;
      for (String line :
          List.of(
              "repo add s " + server.url(),
              "pull s/shop --verify" + signed,
              "pull s/shop --verify" + unsigned,
              "pull s/shop --prov" + signed,
              "pull s/shop --prov" + unsigned,
              "show chart s/shop --verify" + signed,
              "show chart s/shop --verify" + unsigned,
              "show chart shop-0.1.0.tgz --verify" + signed,
              "pull s/shop --verify --untar --untardir into" + signed)) {
        both.same(line);
      }
    }
  }
}
