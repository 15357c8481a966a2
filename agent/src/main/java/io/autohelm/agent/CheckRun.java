package io.autohelm.agent;

import io.autohelm.agent.cli.CheckCommand;
import io.autohelm.agent.git.FolderTree;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.git.GitOrigin;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.git.SignaturePolicy;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.KubeAccess;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.ReleaseDriver;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.RevisionLabels;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.repo.ChartFetcher;
import io.autohelm.engine.repo.RepositoryConnections;
import io.autohelm.engine.repo.RepositoryException;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of {@code autohelm check}: one line for each thing that was looked at. */
final class CheckRun {
  private static final int NOTHING = 0;
  private static final int SOMETHING = 1;

  /** Since when the API server applies, as we need it, on its side. */
  private static final int OLDEST_MINOR = 22;

  /** The whole second of the server's word, and the way of the answer. */
  private static final Duration CLOCKS_AGREE = Duration.ofSeconds(3);

  /** Half of what a lock lasts: beyond it two agents may take each other for gone. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(15);

  private enum Level {
    OK,
    WARN,
    FAIL
  }

  private record Finding(Level level, String what, String told) {}

  private final CheckCommand.Request request;
  private final PrintWriter out;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  CheckRun(CheckCommand.Request request, PrintWriter out, Clock clock) {
    this.request = request;
    this.out = out;
    this.clock = clock;
  }

  int run() {
    Settings settings = settings();
    Path kubeconfig = request.kubeconfig();
    String context = request.context();
    if (settings != null) {
      kubeconfig = kubeconfig == null ? settings.kubeconfig() : kubeconfig;
      context = context == null ? settings.context() : context;
    }
    cluster(kubeconfig, context, settings);
    if (settings != null) {
      store(settings.data());
      inFolder(settings);
    }
    print();
    return findings.stream().anyMatch(finding -> finding.level() == Level.FAIL)
        ? SOMETHING
        : NOTHING;
  }

  private @Nullable Settings settings() {
    if (request.config() == null) {
      return null;
    }
    try {
      Settings settings = SettingsReader.read(request.config(), System.getenv());
      int sources = settings.sources().size();
      add(Level.OK, "configuration", sources + (sources == 1 ? " source" : " sources"));
      return settings;
    } catch (SettingsException e) {
      add(Level.FAIL, "configuration", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void cluster(
      @Nullable Path kubeconfig, @Nullable String context, @Nullable Settings settings) {
    try (KubeConnection connection = KubeConnection.open(kubeconfig, context, clock)) {
      if (!server(connection)) {
        return;
      }
      time(connection);
      rights(kubeconfig, context, settings);
      pending(connection, settings == null ? ReleaseDriver.SECRET : settings.driver());
    } catch (ClusterException e) {
      add(Level.FAIL, "API server", String.valueOf(e.getMessage()));
    }
  }

  private boolean server(KubeConnection connection) {
    Instant asked = clock.instant();
    String text = connection.questions().version();
    long millis = Duration.between(asked, clock.instant()).toMillis();
    try {
      KubeVersion version = KubeVersion.parse(text);
      boolean isOld =
          version.major().equals("1") && Integer.parseInt(version.minor()) < OLDEST_MINOR;
      String told = connection.address() + ", " + text + ", answered in " + millis + " ms";
      add(
          isOld ? Level.FAIL : Level.OK,
          "API server",
          isOld ? told + "; 1." + OLDEST_MINOR + " is the oldest that works" : told);
      return !isOld;
    } catch (RenderException e) {
      add(Level.WARN, "API server", connection.address() + " says its version is " + text);
      return true;
    }
  }

  private void time(KubeConnection connection) {
    Instant there = connection.questions().time().orElse(null);
    if (there == null) {
      add(Level.WARN, "clock", "the API server does not tell its time");
      return;
    }
    Duration apart = Duration.between(there, clock.instant()).abs();
    Level level =
        apart.compareTo(CLOCKS_AGREE) <= 0
            ? Level.OK
            : apart.compareTo(CLOCKS_DIFFER) <= 0 ? Level.WARN : Level.FAIL;
    add(
        level,
        "clock",
        level == Level.OK
            ? "as the API server's"
            : apart.toSeconds() + " s from the API server's: set both by a time server");
  }

  private void rights(
      @Nullable Path kubeconfig, @Nullable String context, @Nullable Settings settings) {
    String state = settings == null ? Settings.STATE_NAME : settings.stateName();
    String home =
        settings == null || settings.stateNamespace() == null
            ? request.namespace()
            : settings.stateNamespace();
    LeaderElectionSettings election =
        settings == null ? LeaderElectionSettings.NONE : settings.leaderElection();
    KubeAccess access = KubeAccess.of(kubeconfig, context);
    home(access, home);
    try (KubeConnection connection = KubeConnection.open(as(access), clock)) {
      for (NeededRight right : NeededRight.all(home, state, election)) {
        List<String> missing = new ArrayList<>();
        for (String verb : right.verbs()) {
          if (!connection.questions().isAllowed(right.of(verb))) {
            missing.add(verb);
          }
        }
        String all = String.join(", ", right.verbs());
        if (missing.isEmpty()) {
          add(Level.OK, "right to " + right.resources(), all);
        } else {
          add(
              right.isForReleases() ? Level.WARN : Level.FAIL,
              "right to " + right.resources(),
              "missing: " + String.join(", ", missing) + "; " + right.remedy());
        }
      }
    }
  }

  /** Orders by commands and by the page are kept in a ConfigMap there. */
  private void home(KubeAccess access, String namespace) {
    try (KubeConnection connection = KubeConnection.open(access, clock)) {
      boolean isThere =
          connection
              .questions()
              .named("namespaces", "", namespace)
              .flatMap(connection.cluster()::get)
              .isPresent();
      if (!isThere) {
        add(
            Level.WARN,
            "namespace " + namespace,
            "does not exist, so that nothing can be ordered by commands or the page: kubectl create"
                + " namespace "
                + namespace);
      }
    } catch (ClusterException e) {
      add(Level.WARN, "namespace " + namespace, String.valueOf(e.getMessage()));
    }
  }

  /** The same access in the name of the account whose rights count. */
  private KubeAccess as(KubeAccess access) {
    if (request.account().isEmpty()) {
      return access;
    }
    return new KubeAccess(
        access.kubeconfig(),
        access.context(),
        access.token(),
        "system:serviceaccount:" + request.account().replace('/', ':'),
        List.of("system:serviceaccounts", "system:authenticated"),
        access.server(),
        access.caFile(),
        access.insecure());
  }

  private void pending(KubeConnection connection, ReleaseDriver driver) {
    try {
      int count = 0;
      for (RevisionLabels release : RevisionLabels.newest(connection.releases(driver).index(""))) {
        if (release.status().isPending() || release.status() == ReleaseStatus.UNINSTALLING) {
          count++;
          add(
              Level.WARN,
              "release " + release.namespace() + "/" + release.name(),
              "revision "
                  + release.revision()
                  + " is "
                  + release.status()
                  + ": somebody acts on it now, or was killed at it; an agent that declares it"
                  + " takes it over");
        }
      }
      if (count == 0) {
        add(Level.OK, "releases", "none was left pending");
      }
    } catch (ClusterException | ReleaseException e) {
      add(Level.FAIL, "releases", String.valueOf(e.getMessage()));
    }
  }

  /** The folder of the agent. */
  private void store(Path data) {
    try {
      Path there = data;
      while (!Files.exists(there) && there.getParent() != null) {
        there = there.getParent();
      }
      Files.delete(Files.createTempFile(there, ".autohelm-check", ""));
      add(Level.OK, "store", data + " can be written to");
    } catch (IOException | IllegalArgumentException | SecurityException e) {
      add(Level.FAIL, "store", data + " cannot be written to: " + e.getMessage());
    }
  }

  private void inFolder(Settings settings) {
    Path folder;
    try {
      folder = Files.createTempDirectory("autohelm-check");
    } catch (IOException e) {
      add(Level.FAIL, "temporary folder", String.valueOf(e.getMessage()));
      return;
    }
    try {
      for (Settings.Source source : settings.sources()) {
        source(source, folder.resolve("source-" + source.name()));
      }
      repositories(settings.charts(), folder.resolve("charts"));
      settings
          .charts()
          .git()
          .forEach((url, git) -> gitCharts(url, git, folder.resolve("git-charts")));
    } finally {
      FolderTree.discard(folder);
    }
  }

  private void source(Settings.Source source, Path folder) {
    String what = "source " + source.name();
    try (GitRepository repository = GitRepository.open(source.origin(), folder, clock)) {
      String at = at(repository, !source.signatures().equals(SignaturePolicy.NONE));
      add(Level.OK, what, GitRepository.shown(source.url()) + " " + at);
    } catch (GitException e) {
      add(Level.FAIL, what, String.valueOf(e.getMessage()));
    }
  }

  /** Which commit is there, and who signed it where it must be signed. */
  private static String at(GitRepository repository, boolean isSigned) {
    String commit = repository.ask();
    String at = "at " + commit.substring(0, Math.min(10, commit.length()));
    return isSigned ? at + ", signed by " + repository.fetch(commit).signer() : at;
  }

  /** An address may be but the beginning of those of many repositories, and none itself. */
  private void gitCharts(String url, ChartGit git, Path folder) {
    String what = "chart repository " + GitRepository.shown(url);
    List<Path> unreadable = git.signatures().unreadable();
    if (!unreadable.isEmpty()) {
      add(Level.FAIL, what, "cannot read " + unreadable.get(0) + ", by which it is verified");
      return;
    }
    // Its HEAD stands for what releases name, and has no tag.
    boolean isSigned = git.signatures().subject() == SignaturePolicy.Subject.HEAD;
    SignaturePolicy signatures = isSigned ? git.signatures() : SignaturePolicy.NONE;
    Path store = folder.resolve(Integer.toHexString(url.hashCode()));
    GitOrigin origin = new GitOrigin(url, new GitRef.Head(), git.access(), signatures, false, true);
    try (GitRepository repository = GitRepository.open(origin, store, clock)) {
      add(Level.OK, what, at(repository, isSigned));
    } catch (GitException e) {
      add(
          Level.WARN,
          what,
          e.getMessage()
              + (e.isRefusal()
                  ? "; releases that name its HEAD are refused"
                  : "; that is no harm where only repositories below it are meant"));
    }
  }

  private void repositories(ChartSettings charts, Path folder) {
    Set<String> addresses = new LinkedHashSet<>(charts.repositories().keySet());
    addresses.addAll(charts.names().values());
    if (addresses.isEmpty()) {
      return;
    }
    RepositoryConnections connections =
        new RepositoryConnections(
            charts.repositories(), charts.registryConfigs(), System.getenv(), clock);
    ChartFetcher fetcher =
        new ChartFetcher(
            folder,
            charts.cacheBound(),
            connections,
            clock,
            warning -> add(Level.WARN, "chart repositories", warning));
    for (String address : addresses) {
      boolean isRegistry = address.startsWith("oci://");
      String what = (isRegistry ? "registry " : "repository ") + GitRepository.shown(address);
      try {
        if (isRegistry) {
          add(Level.OK, what, connections.greet(address));
        } else if (address.startsWith("http")) {
          fetcher.refresh(address);
          add(Level.OK, what, "has an index");
        }
      } catch (RepositoryException e) {
        add(Level.FAIL, what, String.valueOf(e.getMessage()));
      }
    }
  }

  private void add(Level level, String what, String told) {
    findings.add(new Finding(level, what, told.replaceAll("\\s*\\n\\s*", " ")));
  }

  private void print() {
    if (request.isJson()) {
      List<@Nullable Object> all = new ArrayList<>();
      for (Finding finding : findings) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        tree.put("what", finding.what());
        tree.put("message", finding.told());
        all.add(tree);
      }
      out.println(Json.printPretty(all));
    } else {
      int width = findings.stream().mapToInt(finding -> finding.what().length()).max().orElse(0);
      for (Finding finding : findings) {
        out.println(
            ("%-4s  %-" + Math.max(1, width) + "s  %s")
                .formatted(
                    finding.level() == Level.FAIL
                        ? "FAIL"
                        : finding.level().name().toLowerCase(Locale.ROOT),
                    finding.what(),
                    finding.told()));
      }
    }
    out.flush();
  }
}
