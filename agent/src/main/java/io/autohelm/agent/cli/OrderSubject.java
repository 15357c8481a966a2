package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an order is about: one release, or all of a source. */
final class OrderSubject {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RELEASE",
      description = "The release: NAME, or NAMESPACE/NAME")
  private @Nullable String release;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "All releases of this source, in place of one release")
  private @Nullable String source;

  /**
   * What is meant.
   *
   * @param name a release as {@code namespace/name}, a source's name or a digest
   */
  record Named(String name, boolean isSource) {
    /** As it is told to people. */
    String told() {
      return (isSource ? "source " : "release ") + name;
    }
  }

  Named in(OrderOptions options, KubeConnection connection) {
    if ((release == null) == (source == null)) {
      throw new CommandException(2, "expected either a RELEASE or --source NAME");
    }
    if (source != null && !source.matches("[A-Za-z0-9._-]+")) {
      throw new CommandException(2, "expected the name of a source for --source, met " + source);
    }
    return source == null
        ? new Named(options.release(connection, String.valueOf(release)), false)
        : new Named(source, true);
  }
}
