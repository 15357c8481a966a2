package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code autohelm approve}. */
@Command(
    name = "approve",
    header = "Agree to a plan, or to deletions, by the digest.",
    description = {
      "",
      "The digest is shown by autohelm plan, by the page and in the log, where something waits for somebody to agree. As soon",
      "as anything of the plan changes it has another digest, and what was agreed to is of no use any more.",
      "",
      "Examples:",
      "  autohelm approve sha256:0f343b0931126a20f133d67c2b018a3b5f343b0931126a20f133d67c2b018a3b",
      "",
      "The order is written into a ConfigMap that the agent watches; docs/control.md tells more.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "DIGEST",
      description = "The digest: sha256: and 64 hexadecimal digits")
  private String digest = "";

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private final OrderOptions options;

  ApproveCommand(Ordering ordering) {
    this.options = new OrderOptions(ordering);
  }

  @Override
  public Integer call() {
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new CommandException(
          2, "expected a digest, sha256: and 64 hexadecimal digits, met " + digest);
    }
    try (KubeConnection connection = options.connect()) {
      options.write(
          options.texts(connection),
          Ordering.Verb.APPROVE,
          new OrderSubject.Named(digest, false),
          reason.text);
      HelmOutput.line("agreed to " + digest);
      return 0;
    }
  }
}
