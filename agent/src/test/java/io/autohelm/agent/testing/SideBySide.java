package io.autohelm.agent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private Path kubeconfig;
  private boolean isHere;
  private Map<String, String> namespaces = Map.of();

  /**
   * @param root an empty folder
   */
  public SideBySide(TestHelm helm, Path root) throws IOException {
    this.helm = helm;
    this.root = root;
    this.kubeconfig = root.resolve("no-kubeconfig");
    for (String who : List.of("helm", "ours")) {
      Files.createDirectories(work(who));
    }
  }

  /**
   * Gives both the same cluster. Our program then runs in this JVM, because a process a command
   * would take most of the time: it finds the cluster by an option.
   */
  public void cluster(Path itsKubeconfig) {
    kubeconfig = itsKubeconfig;
    isHere = true;
  }

  /** Gives each a namespace of its own, which stands for {@code {}} in commands. */
  public void namespaces(String helms, String ours) {
    namespaces = Map.of("helm", helms, "ours", ours);
  }

  private String[] placed(String who, String... arguments) {
    String namespace = namespaces.get(who);
    return namespace == null
        ? arguments
        : Arrays.stream(arguments)
            .map(argument -> argument.replace("{}", namespace))
            .toArray(String[]::new);
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
    all.put("KUBECONFIG", kubeconfig.toString());
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
    return here.helm4(placed("helm", arguments));
  }

  /** Runs our program in its folder. */
  public Program.Run program(String... arguments) {
    if (!isHere) {
      return Program.run(ours(), environment("ours"), placed("ours", arguments));
    }
    List<String> all = new ArrayList<>(List.of(placed("ours", arguments)));
    all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return Program.here(all.toArray(String[]::new));
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

  /** Runs a command in both and compares what they print, not what they log. */
  public void sameOutput(String... arguments) {
    assertEquals(
        plain(helm(arguments).stdout(), "helm"), plain(program(arguments).stdout(), "ours"));
  }

  private String plain(String text, String who) {
    String namespace = namespaces.get(who);
    return (namespace == null ? text : masked(text, namespace))
        .replace(root.resolve(who).toString(), "ROOT")
        .replaceAll("\\b(autohelm|helm)( [a-z]+){1,2}\" (?=requires|accepts)", "PROGRAM$2\" ")
        .replaceAll("Usage:  (autohelm|helm) ", "Usage:  PROGRAM ")
        // Names of temporary files and folders.
        .replaceAll("helm-lint[0-9]+", "helm-lint-N")
        .replaceAll("\\.yaml[0-9]+: ", ".yaml: ");
  }

  /** What differs because each acts at its own time in its own namespace. */
  private static String masked(String text, String namespace) {
    return text.replace(namespace, "NAMESPACE")
        .replaceAll("(LAST DEPLOYED|Last Started|Last Completed): .*", "$1: TIME")
        .replaceAll("\"?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z\"?", "TIME")
        .replaceAll("[0-9-]{10} [0-9:.]+ \\+0000 UTC *", "TIME")
        .replaceAll("[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} [0-9]{4}", "TIME")
        .replaceAll("shop-[0-9]{10}", "shop-SECONDS")
        // Helm's client writes about itself.
        .replaceAll("(?m)^E[0-9]{4} .*\n", "")
        // Why a hook's Pod failed, which Helm does not say.
        .replaceAll(
            "resource (Pod/\\S+) not ready. status: Failed, message: [^\"\n;]*", "$1 REASON")
        .replaceAll("(Pod/\\S+) failed: Pod [^\"\n;]*(; its last output: [^\"\n]*)?", "$1 REASON");
  }
}
