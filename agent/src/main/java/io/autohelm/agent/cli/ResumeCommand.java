package io.autohelm.agent.cli;

import io.autohelm.engine.kube.ConfigMapTexts;
import io.autohelm.engine.kube.KubeConnection;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code autohelm resume}. */
@Command(
    name = "resume",
    header = "Take back the order that suspended a release, or a whole source.",
    description = {
      "",
      "The agent looks at it at once. A release that its declaration, or another order, suspends stays suspended.",
      "",
      "Examples:",
      "  autohelm resume shop -n web",
      "  autohelm resume --source shops",
      "",
      "The order is written into a ConfigMap that the agent watches; docs/control.md tells more.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Mixin private OrderSubject of = new OrderSubject();

  @Mixin private final OrderOptions options;

  ResumeCommand(Ordering ordering) {
    this.options = new OrderOptions(ordering);
  }

  @Override
  public Integer call() {
    try (KubeConnection connection = options.connect()) {
      OrderSubject.Named subject = of.in(options, connection);
      ConfigMapTexts texts = options.texts(connection);
      Map<String, String> before = texts.read();
      options.write(texts, Ordering.Verb.RESUME, subject, "");
      HelmOutput.line(
          subject.told()
              + (texts.read().equals(before)
                  ? " was not suspended by an order in " + texts.place()
                  : " is not suspended by an order any more"));
      return 0;
    }
  }
}
