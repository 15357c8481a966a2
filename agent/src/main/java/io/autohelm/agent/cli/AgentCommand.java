package io.autohelm.agent.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code autohelm agent}. */
@Command(
    name = "agent",
    header = "Run the agent.",
    description = {
      "",
      "Polls the Git repositories of the configuration, makes the cluster what they declare, checks it for drift, and",
      "serves a status page at /, metrics at /metrics and health at /health/liveness and /health/readiness.",
      "Ends on SIGTERM after the actions that are running.",
      "",
      "Any key of the configuration file may be given by an environment variable instead, for example",
      "AUTOHELM_HTTP_PORT=9090 or AUTOHELM_SOURCES_0_CREDENTIALS_PASSWORD_FILE=/run/secrets/token.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {
  /** Runs the daemon until it is told to end. */
  @FunctionalInterface
  public interface Launch {
    /**
     * Runs it; gives the exit code.
     *
     * @param config the configuration file; null where all comes from the environment
     */
    int run(@Nullable Path config);
  }

  private final Launch launch;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration file (environment: AUTOHELM_CONFIG)",
      defaultValue = "${env:AUTOHELM_CONFIG}")
  private @Nullable Path config;

  AgentCommand(Launch launch) {
    this.launch = launch;
  }

  @Override
  public Integer call() {
    return launch.run(config);
  }
}
