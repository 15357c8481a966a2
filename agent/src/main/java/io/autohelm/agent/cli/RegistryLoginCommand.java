package io.autohelm.agent.cli;

import io.autohelm.engine.repo.ChartAccess;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm registry login}. */
@Command(
    name = "login",
    customSynopsis = "autohelm registry login [host] [flags]",
    header = "Try credentials for a registry, and keep them.")
final class RegistryLoginCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "HOST", description = "The registry, with its port")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-u", "--username"},
      paramLabel = "NAME",
      description = "The user")
  private String username = "";

  @Option(
      names = {"-p", "--password"},
      paramLabel = "TEXT",
      description = "The password; others may see it, --password-stdin hides it")
  private String password = "";

  @Option(names = "--password-stdin", description = "Read the password from standard input")
  private boolean passwordFromInput;

  @Option(
      names = "--insecure",
      description = "Trust any certificate: anybody on the way can read the password")
  private boolean insecure;

  @Mixin private CertificateOptions certificates = new CertificateOptions();

  @Option(names = "--plain-http", description = "Ask the registry without TLS")
  private boolean plainHttp;

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.atLeast(1, spec.commandLine(), arguments);
    }
    String host = arguments.get(0);
    String secret = secret();
    if (host.contains("/")) {
      HelmOutput.error(
          HelmLog.warn(
                  "registry login currently only supports registry hostname, not a repository path",
                  "host",
                  host,
                  "suggested",
                  host.substring(0, host.indexOf('/')))
              + "\n");
    }
    new RegistryLogin(options.folders().registryConfig(), System.getenv(), Clock.systemUTC())
        .login(
            host,
            new ChartAccess(
                "",
                username,
                secret,
                certificates.certFile,
                certificates.keyFile,
                certificates.caFile,
                insecure,
                plainHttp,
                false));
    HelmOutput.print("Login Succeeded\n");
    return 0;
  }

  private String secret() throws IOException {
    if (passwordFromInput) {
      return PasswordInput.all();
    }
    if (!password.isEmpty()) {
      HelmOutput.error(
          HelmLog.warn("using --password via the CLI is insecure. Use --password-stdin") + "\n");
      return password;
    }
    if (username.isEmpty()) {
      username = PasswordInput.line("Username: ");
    }
    boolean isToken = username.isEmpty();
    String typed = PasswordInput.ask(isToken ? "Token: " : "Password: ");
    if (typed.isEmpty()) {
      throw new CommandException(1, isToken ? "token required" : "password required");
    }
    return typed;
  }
}
