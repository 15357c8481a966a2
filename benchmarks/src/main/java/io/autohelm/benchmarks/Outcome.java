package io.autohelm.benchmarks;

/** What a run of either program came to; the output byte for byte, as ISO-8859-1 characters. */
record Outcome(int exitCode, String output, String errors) {
  boolean isRefusal() {
    return exitCode != 0;
  }
}
