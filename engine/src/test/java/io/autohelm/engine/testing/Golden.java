package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a recorded file under {@code src/test/resources/golden} of the module that
 * runs; {@code -Dgolden.update=true} records it anew, and the diff in review is the discussion.
 */
public final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  private Golden() {}

  /**
   * Checks, or records.
   *
   * @param name the file, relative to the golden folder: {@code package/case.txt}
   */
  public static void check(String name, String actual) {
    Path file = ROOT.resolve(name);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
        return;
      }
      if (!Files.exists(file)) {
        throw new AssertionError(
            file + " is not recorded; -Dgolden.update=true records it:\n" + actual);
      }
      String recorded = Files.readString(file);
      if (!recorded.equals(actual)) {
        throw new AssertionError(
            "differs from "
                + file
                + " at line "
                + firstDifference(recorded, actual)
                + "; -Dgolden.update=true records it anew; got:\n"
                + actual);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The recorded text, for tests that compare in a way of their own. */
  public static String read(String name) {
    try {
      return Files.readString(ROOT.resolve(name));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int firstDifference(String recorded, String actual) {
    int line = 1;
    for (int i = 0; i < Math.min(recorded.length(), actual.length()); i++) {
      if (recorded.charAt(i) != actual.charAt(i)) return line;
      if (recorded.charAt(i) == '\n') line++;
    }
    return line;
  }
}
