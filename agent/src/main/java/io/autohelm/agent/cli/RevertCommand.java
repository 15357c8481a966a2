package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code autohelm revert}. */
@Command(
    name = "revert",
    header =
        "Have the agent roll a release back, and leave what is declared alone until it changes.",
    description = {
      "",
      "What rollback alone brings back, the agent replaces by what is declared. After revert it keeps the earlier revision,",
      "puts drift from that right, and goes on when chart or values change in Git, or autohelm reconcile asks for it.",
      "",
      "Examples:",
      "  autohelm revert shop -n web --reason 'orders fail since 2.4'",
      "  autohelm revert web/shop 7",
      "",
      "The order is written into a ConfigMap that the agent watches; docs/control.md tells more.",
      ""
    },
    mixinStandardHelpOptions = true)
final class RevertCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "The release: NAME, or NAMESPACE/NAME")
  private String release = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REVISION",
      defaultValue = "0",
      description = "The revision to go back to (default: the last good one before the newest)")
  private int revision;

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private final OrderOptions options;

  RevertCommand(Ordering ordering) {
    this.options = new OrderOptions(ordering);
  }

  @Override
  public Integer call() {
    if (revision < 0) {
      throw new CommandException(2, "expected a revision, 1 or more, met " + revision);
    }
    try (KubeConnection connection = options.connect()) {
      OrderSubject.Named subject =
          new OrderSubject.Named(options.release(connection, release), false);
      int slash = subject.name().indexOf('/');
      if (revision > 0
          && options
              .releases(connection)
              .get(
                  subject.name().substring(0, slash), subject.name().substring(slash + 1), revision)
              .isEmpty()) {
        throw new CommandException(1, subject.told() + " has no revision " + revision);
      }
      options.warnOfUnknown(connection, subject);
      options.write(
          options.texts(connection), Ordering.Verb.ROLLBACK, subject, reason.text, revision);
      HelmOutput.line(
          "the agent is asked to bring back "
              + (revision == 0 ? "the last good revision" : "revision " + revision)
              + " of "
              + subject.told());
      return 0;
    }
  }
}
