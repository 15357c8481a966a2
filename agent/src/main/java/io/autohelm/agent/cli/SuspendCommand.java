package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code autohelm suspend}. */
@Command(
    name = "suspend",
    header = "Have the agent leave a release alone, until it is resumed.",
    description = {
      "",
      "Neither what Git says nor drift changes the release meanwhile. It holds across restarts of the agent. To suspend",
      "it by Git, write suspend: true into its declaration.",
      "",
      "Examples:",
      "  autohelm suspend shop -n web --reason 'we look into it'",
      "  autohelm suspend web/shop",
      "",
      "The order is written into a ConfigMap that the agent watches; docs/control.md tells more.",
      ""
    },
    mixinStandardHelpOptions = true)
final class SuspendCommand implements Callable<Integer> {
  private final Ordering ordering;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "The release: NAME, or NAMESPACE/NAME")
  private String release = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for whoever looks at it later")
  private String reason = "";

  @Mixin private OrderOptions options = new OrderOptions();

  SuspendCommand(Ordering ordering) {
    this.ordering = ordering;
  }

  @Override
  public Integer call() {
    try (KubeConnection connection = options.connect()) {
      String subject = options.release(connection, release);
      String key =
          options.write(
              ordering, options.texts(connection), Ordering.Verb.SUSPEND, subject, reason);
      HelmOutput.line("release " + subject + " is suspended (" + key + ")");
      return 0;
    }
  }
}
