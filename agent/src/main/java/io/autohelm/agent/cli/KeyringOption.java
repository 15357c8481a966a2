package io.autohelm.agent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where OpenPGP keys are. */
final class KeyringOption {
  @Option(
      names = "--keyring",
      paramLabel = "FILE",
      description = "The keys: pubring.gpg, pubring.kbx or exported ones (default: GnuPG's own)")
  private @Nullable String file;

  /** The option's value, or GnuPG's file: the older of its two formats where that is there. */
  Path file() {
    String given = file;
    if (given != null) {
      return Path.of(given);
    }
    String home = System.getenv("GNUPGHOME");
    Path folder = home == null ? Path.of(System.getProperty("user.home"), ".gnupg") : Path.of(home);
    Path old = folder.resolve("pubring.gpg");
    Path box = folder.resolve("pubring.kbx");
    return Files.exists(old) || !Files.exists(box) ? old : box;
  }

  /** Whether the option was given, and empty. */
  boolean isEmpty() {
    return file != null && file.isEmpty();
  }
}
