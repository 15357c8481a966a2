package io.autohelm.agent.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code autohelm dependency update}. */
@Command(
    name = "update",
    aliases = "up",
    customSynopsis = "autohelm dependency update CHART [flags]",
    header = "Choose versions anew and bring them.",
    description = {
      "",
      "Takes the newest versions that Chart.yaml allows, puts them into charts/ and "
          + "writes Chart.lock.",
      ""
    })
final class DependencyUpdateCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private DependencyOptions dependencies = new DependencyOptions();

  @Override
  public Integer call() {
    dependencies
        .dependencies()
        .update(
            dependencies.folder(spec == null ? null : spec.commandLine()), dependencies.refresh());
    return 0;
  }
}
