package io.autohelm.agent.cli;

import io.autohelm.engine.repo.RegistryLogin;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm registry logout}. */
@Command(
    name = "logout",
    customSynopsis = "autohelm registry logout [host] [flags]",
    header = "Forget the credentials for a registry.")
final class RegistryLogoutCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "HOST", description = "The registry, with its port")
  private List<String> arguments = new ArrayList<>();

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.atLeast(1, spec.commandLine(), arguments);
    }
    new RegistryLogin(options.folders().registryConfig(), System.getenv(), Clock.systemUTC())
        .logout(arguments.get(0));
    HelmOutput.print("Removing login credentials for " + arguments.get(0) + "\n");
    return 0;
  }
}
