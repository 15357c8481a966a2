package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.LabelSelector;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseQuery;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm list}. */
@Command(
    name = "list",
    aliases = "ls",
    customSynopsis = "autohelm list [flags]",
    header = "List releases.",
    description = {
      "",
      "Shows the newest revision of each release of a namespace, whoever made it.",
      "",
      "Examples:",
      "  autohelm list -A --failed --pending",
      "  autohelm list --filter '^shop-' --date --reverse --max 10",
      ""
    })
final class ListCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The releases of all namespaces")
  private boolean allNamespaces;

  @ArgGroup(heading = "%nBy status (default: any but unknown):%n", exclusive = false)
  private States states = new States();

  /** The statuses to be shown. */
  static final class States {
    @Option(names = "--deployed", description = "Deployed ones")
    private boolean deployed;

    @Option(names = "--failed", description = "Failed ones")
    private boolean failed;

    @Option(names = "--pending", description = "Those that an action is begun on and not ended")
    private boolean pending;

    @Option(names = "--superseded", description = "Superseded revisions")
    private boolean superseded;

    @Option(names = "--uninstalled", description = "Those uninstalled with --keep-history")
    private boolean uninstalled;

    @Option(names = "--uninstalling", description = "Those that are being uninstalled")
    private boolean uninstalling;

    Set<ReleaseStatus> wanted() {
      Set<ReleaseStatus> wanted = EnumSet.noneOf(ReleaseStatus.class);
      add(wanted, deployed, ReleaseStatus.DEPLOYED);
      add(wanted, failed, ReleaseStatus.FAILED);
      add(wanted, pending, ReleaseStatus.PENDING_INSTALL);
      add(wanted, pending, ReleaseStatus.PENDING_UPGRADE);
      add(wanted, pending, ReleaseStatus.PENDING_ROLLBACK);
      add(wanted, superseded, ReleaseStatus.SUPERSEDED);
      add(wanted, uninstalled, ReleaseStatus.UNINSTALLED);
      add(wanted, uninstalling, ReleaseStatus.UNINSTALLING);
      return wanted.isEmpty() ? EnumSet.complementOf(EnumSet.of(ReleaseStatus.UNKNOWN)) : wanted;
    }

    private static void add(Set<ReleaseStatus> states, boolean isWanted, ReleaseStatus status) {
      if (isWanted) {
        states.add(status);
      }
    }
  }

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "REGEX",
      description = "Only names in which this is found")
  private String filter = "";

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only records with these labels, for example team=web,tier!=test")
  private String selector = "";

  @Option(
      names = {"-d", "--date"},
      description = "Sort by date of deployment, the oldest first")
  private boolean byDate;

  @Option(
      names = {"-r", "--reverse"},
      description = "Sort the other way round")
  private boolean reverse;

  @Option(
      names = {"-m", "--max"},
      paramLabel = "NUMBER",
      converter = GoInteger.class,
      description = "How many at most, 0 for all (default: 256)")
  private int max = 256;

  @Option(
      names = "--offset",
      paramLabel = "NUMBER",
      converter = GoInteger.class,
      description = "How many to leave out at the start")
  private int offset;

  @Option(
      names = {"-q", "--short"},
      description = "Names alone")
  private boolean namesOnly;

  @Option(names = "--no-headers", description = "Print no head line")
  private boolean noHeaders;

  @Option(
      names = "--time-format",
      paramLabel = "LAYOUT",
      description = "How Go would write the time, for example \"2006-01-02 15:04\"")
  private String timeLayout = "";

  @Mixin private FormatOption output = new FormatOption();

  @Mixin private KubeOptions options = new KubeOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.none(spec.commandLine(), arguments);
    }
    try (KubeConnection connection = options.connect()) {
      ReleaseStore store = options.releases(connection);
      String namespace = allNamespaces ? "" : options.namespace(connection);
      List<Release> newest = store.latest(namespace);
      ReleaseQuery query =
          new ReleaseQuery(
              states.wanted(),
              filter,
              LabelSelector.parse(newest.isEmpty() ? "" : selector),
              byDate ? ReleaseQuery.Order.DATE : ReleaseQuery.Order.NAME,
              reverse,
              offset,
              max);
      print(query.of(query.isOfOldRevisions() ? revisions(namespace, store) : newest));
    }
    return 0;
  }

  private static List<Release> revisions(String namespace, ReleaseStore store) {
    return store.index(namespace).stream()
        .filter(revision -> revision.status() == ReleaseStatus.SUPERSEDED)
        .flatMap(old -> store.get(old.namespace(), old.name(), old.revision()).stream())
        .toList();
  }

  private void print(List<Release> releases) {
    if (namesOnly) {
      List<String> names = releases.stream().map(Release::name).toList();
      if (output.format == OutputFormat.TABLE) {
        names.forEach(HelmOutput::line);
      } else {
        HelmListing.print(output.format, names);
      }
      return;
    }
    if (output.format != OutputFormat.TABLE) {
      HelmListing.print(output.format, releases.stream().map(this::object).toList());
      return;
    }
    HelmTable table = new HelmTable(0);
    if (!noHeaders) {
      table.add("NAME", "NAMESPACE", "REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION");
    }
    for (Release release : releases) {
      table.add(object(release).values().stream().map(String::valueOf).toArray(String[]::new));
    }
    HelmOutput.print(table.text() + "\n");
  }

  private Map<String, @Nullable Object> object(Release release) {
    OffsetDateTime updated = release.info().lastDeployed();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", release.name());
    object.put("namespace", release.namespace());
    object.put("revision", Integer.toString(release.revision()));
    object.put(
        "updated",
        updated == null
            ? "-"
            : timeLayout.isEmpty() ? HelmTime.full(updated) : HelmTime.format(updated, timeLayout));
    object.put("status", release.status().text());
    object.put("chart", release.chart().name() + "-" + release.chart().metadata().version());
    object.put("app_version", release.chart().metadata().appVersion());
    return object;
  }
}
