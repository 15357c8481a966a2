package io.autohelm.agent.cli;

import io.autohelm.engine.repo.HelmFolders;
import io.autohelm.engine.repo.HelmRepositories;
import io.autohelm.engine.repo.RepositoriesFile;
import io.autohelm.engine.repo.RepositoryEntry;
import io.autohelm.engine.repo.RepositoryException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm repo add}. */
@Command(
    name = "add",
    customSynopsis = "autohelm repo add [NAME] [URL] [flags]",
    header = "Give a repository a name.",
    description = {
      "",
      "Brings the repository's index, so that a mistake shows at once.",
      "",
      "Examples:",
      "  autohelm repo add shop https://charts.example.org",
      "  cat token | autohelm repo add shop https://charts.example.org --username ci "
          + "--password-stdin",
      ""
    })
final class RepoAddCommand implements Callable<Integer>, LikeHelm {
  /** Repositories that were closed, each with the one that has their charts. */
  private static final Map<String, String> CLOSED =
      Map.of(
          "//kubernetes-charts.storage.googleapis.com", "https://charts.helm.sh/stable",
          "//kubernetes-charts-incubator.storage.googleapis.com",
              "https://charts.helm.sh/incubator");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "NAME URL", description = "Its name and its address")
  private List<String> arguments = new ArrayList<>();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--password-stdin", description = "Read the password from standard input")
  private boolean passwordFromInput;

  @Option(names = "--force-update", description = "Replace the repository of that name")
  private boolean force;

  @Option(
      names = "--allow-deprecated-repos",
      description = "Take addresses of repositories that were closed")
  private boolean allowClosed;

  @Option(
      names = "--pass-credentials",
      description = "Send credentials to other hosts too that the index names")
  private boolean passCredentials;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Taken and ignored: a download that makes no progress ends by itself")
  void takeTimeout(String ignored) {
    // One bound for all downloads stands in the library.
  }

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.exactly(2, spec.commandLine(), arguments);
    }
    String name = arguments.get(0);
    String url = arguments.get(1);
    if (!allowClosed) {
      CLOSED.forEach(
          (closed, other) -> {
            if (url.contains(closed)) {
              throw new CommandException(
                  1, "repo \"" + url + "\" is no longer available; try \"" + other + "\" instead");
            }
          });
    }
    HelmFolders folders = options.folders();
    RepositoriesFile.locked(folders.repositoryConfig(), () -> add(name, url, folders));
    return 0;
  }

  private void add(String name, String url, HelmFolders folders) throws IOException {
    RepositoriesFile file = RepositoriesFile.read(folders.repositoryConfig());
    CertificateOptions certificates = server.certificates;
    RepositoryEntry entry =
        new RepositoryEntry(
            name,
            url,
            server.username,
            secret(),
            certificates.certFile,
            certificates.keyFile,
            certificates.caFile,
            server.insecure,
            passCredentials);
    if (name.contains("/")) {
      throw new CommandException(
          1,
          "repository name ("
              + name
              + ") contains '/', please specify a different name without '/'");
    }
    Optional<RepositoryEntry> known = file.get(name);
    if (!force && known.isPresent()) {
      if (!known.get().equals(entry)) {
        throw new CommandException(
            1, "repository name (" + name + ") already exists, please specify a different name");
      }
      HelmOutput.print("\"" + name + "\" already exists with the same configuration, skipping\n");
      return;
    }
    try {
      new HelmRepositories(folders, System.getenv(), Clock.systemUTC(), HelmOutput::log)
          .update(entry);
    } catch (RepositoryException e) {
      String message = String.valueOf(e.getMessage());
      throw new CommandException(
          1,
          message.startsWith("could not find protocol handler")
                  || message.startsWith("invalid chart URL format")
              ? message
              : "looks like \""
                  + url
                  + "\" is not a valid chart repository or cannot be reached: "
                  + message);
    }
    file.put(entry);
    file.write(folders.repositoryConfig());
    HelmOutput.print("\"" + name + "\" has been added to your repositories\n");
  }

  private String secret() throws IOException {
    if (server.username.isEmpty() || !server.password.isEmpty()) {
      return server.password;
    }
    return passwordFromInput ? PasswordInput.all() : PasswordInput.ask("Password: ");
  }
}
