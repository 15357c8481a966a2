package io.autohelm.agent.cli;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.TestFilter;
import io.autohelm.engine.action.TestRun;
import io.autohelm.engine.kube.KubeConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm test}. */
@Command(
    name = "test",
    customSynopsis = "autohelm test [RELEASE] [flags]",
    header = "Run the tests of a release.",
    description = {
      "",
      "They are the hooks of the event test that the chart has.",
      "",
      "Example:",
      "  autohelm test shop -n web --logs --filter name=shop-connection",
      ""
    })
final class TestCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "RELEASE", description = "The release's name")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--logs", description = "Print what the tests printed")
  private boolean logs;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      split = ",",
      description = "name=NAME for that test alone, !name=NAME for all but that; may be repeated")
  private List<String> filters = new ArrayList<>();

  @Mixin private TimeoutOption timeout = new TimeoutOption();

  @Mixin private KubeOptions kube = new KubeOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.exactly(1, spec.commandLine(), arguments);
    }
    ActionPolicy policy = ActionPolicy.HELM.change().timeout(timeout.timeout).build();
    try (KubeConnection connection = kube.connect();
        ActionRun locked =
            ActionRun.locked(connection, kube, kube.namespace(connection), arguments.get(0));
        TestRun run =
            locked
                .actions()
                .test(
                    kube.namespace(connection), arguments.get(0), TestFilter.of(filters), policy)) {
      ReleaseText text = new ReleaseText(run.release()).withoutNotes();
      HelmOutput.print((kube.helm.isDebugging() ? text.withRecord() : text).toString());
      if (logs) {
        HelmOutput.print("\n");
        run.logs(
            log ->
                HelmOutput.print(
                    "POD LOGS: " + log.pod() + " (" + log.container() + ")\n" + log.text() + "\n"));
      }
      run.failure()
          .ifPresent(
              failure -> {
                throw failure;
              });
    }
    return 0;
  }
}
