package io.autohelm.agent.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Secrets that come from standard input or from the terminal, never from the command line. */
final class PasswordInput {
  private PasswordInput() {}

  /** All of standard input, less the line end. */
  static String all() throws IOException {
    String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    if (text.endsWith("\n")) {
      text = text.substring(0, text.length() - 1);
    }
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Asks at the terminal, without showing what is typed. */
  @SuppressWarnings("SystemConsoleNull") // newer ones give one that reads the end of input
  static String ask(String prompt) {
    Console console = System.console();
    if (console == null) {
      throw new CommandException(1, "no terminal to ask for a password; use --password-stdin");
    }
    char[] typed = console.readPassword("%s", prompt);
    return typed == null ? "" : new String(typed);
  }

  /** Asks at the terminal, showing what is typed. */
  static String line(String prompt) throws IOException {
    HelmOutput.print(prompt);
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    if (line == null) {
      throw new CommandException(1, "EOF");
    }
    return line.strip();
  }
}
