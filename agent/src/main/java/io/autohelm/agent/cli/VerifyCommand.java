package io.autohelm.agent.cli;

import io.autohelm.engine.repo.ChartProof;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm verify}. */
@Command(
    name = "verify",
    customSynopsis = "autohelm verify PATH [flags]",
    header = "Check the signature of a packaged chart.",
    description = {
      "",
      "Checks the archive against the provenance file beside it, PATH.prov: that a key "
          + "of the keyring signed it, and that the archive is the one that was signed.",
      "",
      "Example:",
      "  autohelm verify shop-1.2.0.tgz --keyring trusted.gpg",
      ""
    })
final class VerifyCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "The packaged chart")
  private List<String> arguments = new ArrayList<>();

  @Mixin private KeyringOption keyring = new KeyringOption();

  @Mixin HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.exactly(1, spec.commandLine(), arguments);
    }
    HelmOutput.print(
        ChartProof.verify(Path.of(arguments.get(0)), keyring.file(), Instant.now()).report());
    return 0;
  }
}
