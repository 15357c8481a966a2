package io.autohelm.agent.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code autohelm version}. */
@Command(
    name = "version",
    header = "Print the version.",
    description = {
      "",
      "Prints the program's version, the Helm whose results it equals, and the Java it runs on.",
      ""
    },
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--short", description = "Print the version number only")
  private boolean isShort;

  @Override
  public Integer call() {
    String version = VersionText.version();
    if (spec != null) {
      spec.commandLine()
          .getOut()
          .println(
              isShort
                  ? version
                  : "autohelm "
                      + version
                      + ", renders as Helm v4.3, Java "
                      + System.getProperty("java.version"));
    }
    return 0;
  }
}
