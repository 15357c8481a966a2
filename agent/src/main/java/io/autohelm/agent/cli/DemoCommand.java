package io.autohelm.agent.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code autohelm demo}. */
@Command(
    name = "demo",
    header = "Try Autohelm out with nothing but this program.",
    description = {
      "",
      "Starts a small Kubernetes API in memory, makes a Git repository with two releases, and runs the agent on both.",
      "Then shows three things to try: commit a change, break something with kubectl, read the metric.",
      "",
      "The cluster is not a real one: nothing runs in it, and it is gone when the demo ends.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  /** Runs the demonstration. */
  @FunctionalInterface
  public interface Launch {
    /**
     * Runs it; gives the exit code.
     *
     * @param once whether to go through the three things and end, instead of waiting for the user
     * @param port of the page; 0 takes a free one
     * @param folder where the repository and the kubeconfig are made; null takes a new temporary
     *     folder
     */
    int run(boolean once, int port, @Nullable Path folder);
  }

  private final Launch launch;

  @Option(
      names = "--once",
      description = "Go through the three things, say what was seen, and end: 0 if all happened")
  private boolean once;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port of the status page; 0 takes a free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where to make the repository (default: a new one)")
  private @Nullable Path folder;

  DemoCommand(Launch launch) {
    this.launch = launch;
  }

  @Override
  public Integer call() {
    return launch.run(once, port, folder);
  }
}
