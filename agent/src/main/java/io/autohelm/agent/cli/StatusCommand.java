package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm status}: of one release in the cluster, or of all that an agent looks after. */
@Command(
    name = "status",
    customSynopsis = {"autohelm status RELEASE_NAME [flags]", "autohelm status [flags]"},
    header = "Show how a release is, or ask a running agent how all are.",
    description = {
      "",
      "With a release's name: its newest revision and its objects, as helm status shows them.",
      "Without: what a running agent says of all its releases.",
      "Exit codes then: 0 all releases are healthy, 1 some are not, 2 the agent cannot be asked.",
      ""
    })
final class StatusCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "RELEASE", description = "The release's name")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-a", "--address", "--agent"},
      paramLabel = "URL",
      description = "The agent's address (default: AUTOHELM_AGENT, then http://localhost:8080)")
  private @Nullable String address;

  @Option(
      names = "--revision",
      paramLabel = "NUMBER",
      converter = GoInteger.class,
      description = "The revision (default: the newest)")
  private int revision;

  @Mixin private FormatOption output = new FormatOption();

  @Mixin private KubeOptions options = new KubeOptions();

  @Override
  public Integer call() {
    if (arguments.isEmpty()) {
      return new AgentStatus(
              address == null
                  ? System.getenv().getOrDefault("AUTOHELM_AGENT", "http://localhost:8080")
                  : address)
          .print(options.helm.givenNamespace().orElse(null), output.format);
    }
    if (spec != null) {
      HelmUsage.exactly(1, spec.commandLine(), arguments);
    }
    try (KubeConnection connection = options.connect()) {
      Release release =
          RecordedRelease.find(
              options.releases(connection),
              options.namespace(connection),
              arguments.get(0),
              revision);
      ReleaseResources resources = new ReleaseResources(connection, release);
      if (output.format == OutputFormat.TABLE) {
        HelmOutput.print(new ReleaseText(release).withResources(resources.text()).toString());
      } else {
        HelmListing.print(output.format, tree(release, resources.tree()));
      }
    }
    return 0;
  }

  /** The record without its chart, with the objects. */
  private static Map<String, @Nullable Object> tree(
      Release release, Map<String, @Nullable Object> resources) {
    Map<String, @Nullable Object> tree = ReleaseTree.of(release);
    tree.remove("chart");
    if (tree.get("info") instanceof Map<?, ?> info && !resources.isEmpty()) {
      Map<Object, @Nullable Object> more = new LinkedHashMap<>(info);
      more.put("resources", HelmListing.sorted(resources));
      tree.put("info", more);
    }
    return tree;
  }
}
