package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code autohelm resume}. */
@Command(
    name = "resume",
    header = "Take back the order that suspended a release.",
    description = {
      "",
      "The agent looks at the release at once. One that its declaration suspends stays suspended.",
      "",
      "Examples:",
      "  autohelm resume shop -n web",
      "",
      "The order is written into a ConfigMap that the agent watches; docs/control.md tells more.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Mixin private OrderedRelease release = new OrderedRelease();

  @Mixin private final OrderOptions options;

  ResumeCommand(Ordering ordering) {
    this.options = new OrderOptions(ordering);
  }

  @Override
  public Integer call() {
    try (KubeConnection connection = options.connect()) {
      String subject = options.release(connection, release.name);
      options.write(options.texts(connection), Ordering.Verb.RESUME, subject, "");
      HelmOutput.line("release " + subject + " is not suspended by an order any more");
      return 0;
    }
  }
}
