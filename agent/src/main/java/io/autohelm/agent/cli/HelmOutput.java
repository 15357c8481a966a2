package io.autohelm.agent.cli;

import io.autohelm.engine.render.Rendered;

/** Writes bytes, not text: what is printed must not depend on the terminal's encoding. */
final class HelmOutput {
  private HelmOutput() {}

  static void print(String text) {
    byte[] bytes = Rendered.bytes(text);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  static void line(String text) {
    print(text + "\n");
  }

  static void error(String text) {
    byte[] bytes = Rendered.bytes(text);
    System.err.write(bytes, 0, bytes.length);
    System.err.flush();
  }

  /** A warning that the engine gave, as the line that Helm logs. */
  static void log(String warning) {
    error(HelmLog.line(warning) + "\n");
  }
}
