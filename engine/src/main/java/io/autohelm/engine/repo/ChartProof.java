package io.autohelm.engine.repo;

import io.autohelm.engine.provenance.Keyring;
import io.autohelm.engine.provenance.Provenance;
import io.autohelm.engine.provenance.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * What a command wants to know of a chart's signature.
 *
 * @param keyring the file with the public keys that are believed
 */
public record ChartProof(Demand demand, Path keyring) {
  /** How much is wanted. */
  public enum Demand {
    /** Nothing. */
    NONE,
    /** The provenance file is brought where there is one, and not looked at. */
    KEEP,
    /** The chart must be signed by a key of the keyring. */
    VERIFY
  }

  /**
   * Checks an archive on disk against the provenance file beside it, as {@code helm verify} does.
   *
   * @param now the time at which keys must be valid
   * @throws RepositoryException when there is nothing to check
   * @throws io.autohelm.engine.provenance.ProvenanceException when the chart is not proven
   */
  public static Verification verify(Path archive, Path keyring, Instant now) throws IOException {
    return verify(archive, archive.resolveSibling(archive.getFileName() + ".prov"), keyring, now);
  }

  static Verification verify(Path archive, Path provenance, Path keyring, Instant now)
      throws IOException {
    if (!Files.exists(archive)) {
      throw new RepositoryException("stat " + archive + ": no such file or directory");
    }
    if (Files.isDirectory(archive)) {
      throw new RepositoryException("unpacked charts cannot be verified");
    }
    String name = archive.getFileName().toString();
    if (!name.toLowerCase(Locale.ROOT).endsWith(".tgz")) {
      throw new RepositoryException("chart must be a tgz file");
    }
    if (!Files.exists(provenance)) {
      throw new RepositoryException(
          "could not load provenance file "
              + provenance
              + ": stat "
              + provenance
              + ": no such file or directory");
    }
    Keyring keys = Keyring.read(keyring);
    return Provenance.verify(
        Files.readAllBytes(provenance), name, Provenance.sha256(archive), keys, now);
  }
}
