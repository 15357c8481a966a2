package io.autohelm.agent.cli;

import io.autohelm.engine.chart.ChartDocuments;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.provenance.Keyring;
import io.autohelm.engine.provenance.Provenance;
import io.autohelm.engine.provenance.ProvenanceException;
import io.autohelm.engine.provenance.Signer;
import io.autohelm.engine.yaml.Yaml;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Signs archives with one key; its passphrase is asked for once. */
final class ChartSigning {
  private final KeyringOption keyring;
  private final String key;
  private final String passphraseFile;
  private @Nullable Signer signer;

  /**
   * @param passphraseFile {@code -} for standard input; empty to ask at the terminal
   */
  ChartSigning(KeyringOption keyring, String key, String passphraseFile) {
    this.keyring = keyring;
    this.key = key;
    this.passphraseFile = passphraseFile;
  }

  /** Writes the provenance file beside the archive. */
  void sign(Path archive) throws IOException {
    String text =
        Provenance.sign(
            archive.getFileName().toString(),
            Provenance.sha256(archive),
            Yaml.print(ChartDocuments.tree(Charts.load(archive).metadata())),
            signer(),
            Instant.now());
    Files.writeString(archive.resolveSibling(archive.getFileName() + ".prov"), text);
  }

  private Signer signer() throws IOException {
    Signer known = signer;
    if (known == null) {
      known = keys().signer(key);
      if (known.isLocked()) {
        known = known.unlock(passphrase(known.name()).toCharArray());
      }
      signer = known;
    }
    return known;
  }

  /** Helm speaks of loading only where it verifies. */
  private Keyring keys() {
    try {
      return Keyring.read(keyring.file());
    } catch (ProvenanceException e) {
      throw new CommandException(
          1, String.valueOf(e.getMessage()).replaceFirst("^failed to load keyring: ", ""));
    }
  }

  private String passphrase(String name) throws IOException {
    if (passphraseFile.isEmpty()) {
      return PasswordInput.ask("Password for key \"" + name + "\" >  ");
    }
    if (!passphraseFile.equals("-") && !Files.exists(Path.of(passphraseFile))) {
      throw new CommandException(1, "open " + passphraseFile + ": no such file or directory");
    }
    try (BufferedReader reader =
        passphraseFile.equals("-")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(Path.of(passphraseFile), StandardCharsets.ISO_8859_1)) {
      String line = reader.readLine();
      if (line == null) {
        throw new CommandException(1, "EOF");
      }
      return line;
    }
  }
}
