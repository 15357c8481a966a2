package io.autohelm.engine.testing;

/**
 * Where a test with random questions begins: {@code -Dfuzz.seed=N} repeats a run; else the
 * environment's {@code AUTOHELM_FUZZ_SEED}, which {@code .ci/run} derives from the files of the
 * commit, so that each change is asked new questions and one change always the same; else a fresh
 * one.
 */
public final class FuzzSeed {
  private FuzzSeed() {}

  /** The seed of this run, printed with the name of the test so that the run can be repeated. */
  public static long announced(String test) {
    String told = System.getProperty("fuzz.seed", System.getenv("AUTOHELM_FUZZ_SEED"));
    long seed = told == null || told.isBlank() ? System.nanoTime() : Long.parseLong(told.strip());
    System.out.println(test + ": fuzz.seed=" + seed + " fuzz.cases=" + cases());
    return seed;
  }

  /** How many questions each test asks; {@code -Dfuzz.cases=N} makes it longer. */
  public static int cases() {
    return Integer.getInteger("fuzz.cases", 3000);
  }
}
