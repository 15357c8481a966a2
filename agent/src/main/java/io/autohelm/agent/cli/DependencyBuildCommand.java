package io.autohelm.agent.cli;

import io.autohelm.engine.repo.RepositoryException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code autohelm dependency build}. */
@Command(
    name = "build",
    customSynopsis = "autohelm dependency build CHART [flags]",
    header = "Bring what Chart.lock names.",
    description = {
      "",
      "Rebuilds charts/ as Chart.lock says; without a lock, as dependency update does. "
          + "Nothing is chosen anew.",
      ""
    })
final class DependencyBuildCommand implements Callable<Integer>, LikeHelm {
  private static final String UNKNOWN = "no repository definition for ";

  @Spec private @Nullable CommandSpec spec;

  @Mixin private DependencyOptions dependencies = new DependencyOptions();

  @Override
  public Integer call() {
    try {
      dependencies
          .dependencies()
          .build(
              dependencies.folder(spec == null ? null : spec.commandLine()),
              dependencies.refresh());
    } catch (RepositoryException e) {
      String message = String.valueOf(e.getMessage());
      boolean isBare = message.startsWith(UNKNOWN) && !message.contains("helm repo add");
      throw isBare
          ? new CommandException(1, message + ". Please add the missing repos via 'helm repo add'")
          : e;
    }
    return 0;
  }
}
