package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Real Helm, of both majors, with folders of its own for cache, configuration and data. Where the
 * test class is also a {@link RealCluster}, it talks to that cluster.
 */
public final class TestHelm {
  private final HelmPrograms programs;
  private final Path home;
  private final Path folder;
  private final Map<String, String> environment;

  TestHelm(HelmPrograms programs, Path home, Path folder, Map<String, String> environment) {
    this.programs = programs;
    this.home = home;
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * What a run of Helm left.
   *
   * @param exitCode 0 where all went well
   * @param stdout its output
   * @param stderr its complaints
   */
  public record Run(int exitCode, String stdout, String stderr) {
    /** The output of a run that must have succeeded. */
    public String ok() {
      if (exitCode != 0) throw new AssertionError("helm ended with " + exitCode + ": " + stderr);
      return stdout;
    }
  }

  /** Runs Helm 4. */
  public Run helm4(String... arguments) {
    return run(Tool.HELM4, List.of(arguments));
  }

  /** Runs Helm 3. */
  public Run helm3(String... arguments) {
    return run(Tool.HELM3, List.of(arguments));
  }

  /** This Helm with one more environment variable. */
  public TestHelm with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new TestHelm(programs, home, folder, more);
  }

  /** This Helm run in another folder. */
  public TestHelm in(Path other) {
    return new TestHelm(programs, home, other, environment);
  }

  private Run run(Tool tool, List<String> arguments) {
    Map<String, String> all = new TreeMap<>();
    // The two majors keep apart what they store, as they would not read each other's plugins.
    Path own = home.resolve(tool.place());
    all.put("HOME", own.toString());
    all.put("HELM_CACHE_HOME", own.resolve("cache").toString());
    all.put("HELM_CONFIG_HOME", own.resolve("config").toString());
    all.put("HELM_DATA_HOME", own.resolve("data").toString());
    all.put("KUBECONFIG", own.resolve("no-kubeconfig").toString());
    all.putAll(environment);
    try {
      Files.createDirectories(own);
      return programs.run(tool, arguments, folder, all);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
