package io.autohelm.agent.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Secrets in files, read at each use so that they may be rotated. */
final class SecretFile {
  private SecretFile() {}

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new GitException("cannot read the secret in file " + file, e);
    }
  }

  /** What the file holds, or else the text itself; null where neither is given. */
  static @Nullable String of(@Nullable Path file, @Nullable String text) {
    return file == null ? text : read(file);
  }
}
