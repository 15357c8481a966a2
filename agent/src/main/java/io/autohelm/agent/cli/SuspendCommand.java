package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code autohelm suspend}. */
@Command(
    name = "suspend",
    header = "Have the agent leave a release, or a whole source, alone until it is resumed.",
    description = {
      "",
      "Neither what Git says nor drift changes it meanwhile, and nothing of it is uninstalled. It holds across restarts of",
      "the agent. To suspend a release by Git, write suspend: true into its declaration.",
      "",
      "Examples:",
      "  autohelm suspend shop -n web --reason 'we look into it'",
      "  autohelm suspend web/shop",
      "  autohelm suspend --source shops --reason 'the database moves tonight'",
      "",
      "The order is written into a ConfigMap that the agent watches; docs/control.md tells more.",
      ""
    },
    mixinStandardHelpOptions = true)
final class SuspendCommand implements Callable<Integer> {
  @Mixin private OrderSubject of = new OrderSubject();

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private final OrderOptions options;

  SuspendCommand(Ordering ordering) {
    this.options = new OrderOptions(ordering);
  }

  @Override
  public Integer call() {
    try (KubeConnection connection = options.connect()) {
      OrderSubject.Named subject = of.in(options, connection);
      String key =
          options.write(options.texts(connection), Ordering.Verb.SUSPEND, subject, reason.text);
      options.warnOfUnknown(connection, subject);
      HelmOutput.line(subject.told() + " is suspended (" + key + ")");
      return 0;
    }
  }
}
