package io.autohelm.agent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The real Helm 4 and our program, each with a folder and files of its own, given the same
 * commands: output, errors and exit code must be the same but for the program's name.
 */
public final class SideBySide {
  private final TestHelm helm;
  private final Path root;

  /**
   * @param root an empty folder
   */
  public SideBySide(TestHelm helm, Path root) throws IOException {
    this.helm = helm;
    this.root = root;
    for (String who : List.of("helm", "ours")) {
      Files.createDirectories(work(who));
    }
  }

  private Path work(String who) {
    return root.resolve(who).resolve("work");
  }

  /** Helm's working folder. */
  public Path theirs() {
    return work("helm");
  }

  /** Our program's working folder. */
  public Path ours() {
    return work("ours");
  }

  /** Something done to a folder. */
  public interface Preparation {
    void of(Path folder) throws IOException;
  }

  /** Does the same to both working folders. */
  public void both(Preparation preparation) throws IOException {
    preparation.of(theirs());
    preparation.of(ours());
  }

  private Map<String, String> environment(String who) {
    Path own = root.resolve(who);
    Map<String, String> all = new TreeMap<>();
    all.put("HOME", own.resolve("home").toString());
    all.put("HELM_CACHE_HOME", own.resolve("cache").toString());
    all.put("HELM_CONFIG_HOME", own.resolve("config").toString());
    all.put("HELM_DATA_HOME", own.resolve("data").toString());
    all.put("KUBECONFIG", own.resolve("no-kubeconfig").toString());
    return all;
  }

  /** Where our program keeps Helm's files: {@code config}, {@code cache}. */
  public Path kept(String folder) {
    return root.resolve("ours").resolve(folder);
  }

  /** Where Helm keeps them. */
  public Path theirKept(String folder) {
    return root.resolve("helm").resolve(folder);
  }

  /** Runs Helm in its folder. */
  public TestHelm.Run helm(String... arguments) {
    TestHelm here = helm.in(theirs());
    for (Map.Entry<String, String> variable : environment("helm").entrySet()) {
      here = here.with(variable.getKey(), variable.getValue());
    }
    return here.helm4(arguments);
  }

  /** Runs our program in its folder. */
  public Program.Run program(String... arguments) {
    return Program.run(ours(), environment("ours"), arguments);
  }

  /** Runs a command line, cut at its blanks, in both and compares. */
  public void same(String line) {
    same(line.split(" +", -1));
  }

  /** Runs a command in both and compares. */
  public void same(String... arguments) {
    TestHelm.Run theirs = helm(arguments);
    Program.Run ours = program(arguments);
    assertEquals(
        "exit code "
            + theirs.exitCode()
            + "\n"
            + plain(theirs.stdout(), "helm")
            + "\n-- errors\n"
            + plain(theirs.stderr(), "helm"),
        "exit code "
            + ours.exitCode()
            + "\n"
            + plain(ours.stdout(), "ours")
            + "\n-- errors\n"
            + plain(ours.stderr(), "ours"),
        () -> String.join(" ", Arrays.asList(arguments)));
  }

  private String plain(String text, String who) {
    return text.replace(root.resolve(who).toString(), "ROOT")
        .replaceAll("\\b(autohelm|helm)( [a-z]+){1,2}\" (?=requires|accepts)", "PROGRAM$2\" ")
        .replaceAll("Usage:  (autohelm|helm) ", "Usage:  PROGRAM ")
        // Names of temporary files and folders.
        .replaceAll("helm-lint[0-9]+", "helm-lint-N")
        .replaceAll("\\.yaml[0-9]+: ", ".yaml: ");
  }
}
