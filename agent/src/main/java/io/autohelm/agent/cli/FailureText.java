package io.autohelm.agent.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** What a failure says to people. */
final class FailureText {
  private FailureText() {}

  /** The message; a file's failure says no more than its name in Java. */
  static String of(Exception failure) {
    String message = failure.getMessage();
    if (failure instanceof NoSuchFileException missing) {
      return "open " + missing.getFile() + ": no such file or directory";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "open " + denied.getFile() + ": permission denied";
    }
    return message == null ? failure.toString() : message;
  }
}
