package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.release.RevisionLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm get}: its commands differ in the part of the record that they print. */
@Command
final class GetCommand implements Callable<Integer>, LikeHelm {
  private final Part print;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "RELEASE", description = "The release's name")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--revision",
      paramLabel = "NUMBER",
      converter = GoInteger.class,
      description = "The revision (default: the newest)")
  private int revision;

  @Mixin private KubeOptions options = new KubeOptions();

  private GetCommand(Part print) {
    this.print = print;
  }

  /** Prints a part of a release. */
  interface Part {
    /** Prints it; the labels are read when they are asked for. */
    void print(Release release, Supplier<SortedMap<String, String>> labels);
  }

  /** A command that prints a part. */
  static CommandLine of(String name, String header, Part print) {
    CommandLine line = new CommandLine(new GetCommand(print));
    line.getCommandSpec()
        .name(name)
        .usageMessage()
        .header(header)
        .customSynopsis("autohelm get " + name + " RELEASE_NAME [flags]");
    return line;
  }

  /** A command with options that it has alone. */
  static CommandLine of(String name, String header, Object own, Part print) {
    CommandLine line = of(name, header, print);
    line.getCommandSpec().addMixin("own", CommandSpec.forAnnotatedObject(own));
    return line;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.exactly(1, spec.commandLine(), arguments);
    }
    try (KubeConnection connection = options.connect()) {
      ReleaseStore store = options.releases(connection);
      Release release =
          RecordedRelease.find(store, options.namespace(connection), arguments.get(0), revision);
      print.print(release, () -> labels(release, store));
    }
    return 0;
  }

  /** Helm shows its own labels of the newest revision, and not of one that is asked for. */
  private SortedMap<String, String> labels(Release release, ReleaseStore store) {
    return store.index(release.namespace(), release.name()).stream()
        .filter(labels -> revision <= 0 && labels.revision() == release.revision())
        .map(RevisionLabels::recorded)
        .findFirst()
        .orElseGet(() -> new TreeMap<>(release.labels()));
  }
}
