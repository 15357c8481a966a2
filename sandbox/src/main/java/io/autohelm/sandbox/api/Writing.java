package io.autohelm.sandbox.api;

/**
 * How to write: in whose name, for real or not, and how strictly.
 *
 * @param validation {@code Strict}, {@code Warn} or {@code Ignore}, for fields that nobody knows
 */
public record Writing(String manager, boolean dryRun, boolean force, String validation) {
  /** A plain write by one of the sandbox's own controllers. */
  public static Writing as(String manager) {
    return new Writing(manager, false, false, "Ignore");
  }
}
