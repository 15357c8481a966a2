package io.autohelm.agent.cli;

import io.autohelm.engine.health.Health;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code autohelm tree}. */
@Command(
    name = "tree",
    header = "Show the objects of a release, what they own, and how each does.",
    description = {
      "",
      "Asks the cluster alone: no agent is needed.",
      "",
      "Examples:",
      "  autohelm tree shop -n web",
      "  autohelm tree web/shop -o json",
      "",
      "Exit codes: 0 nothing is degraded or missing, 1 something is, 2 there was an error.",
      ""
    },
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
final class TreeCommand implements Callable<Integer> {
  @Mixin private NamedRelease release = new NamedRelease();

  @Mixin private ViewOption view = new ViewOption();

  @Mixin private KubeOptions kube = new KubeOptions();

  @Override
  public Integer call() {
    try (KubeConnection connection = kube.connect()) {
      NamedRelease.Id id = release.id(kube);
      Release found = RecordedRelease.newest(kube.releases(connection), id);
      ObjectTree tree = ObjectTree.of(connection, found);
      view.print(json(found, tree), () -> title(found) + "\n" + tree.text());
      tree.notes().forEach(note -> HelmOutput.error("Warning: not shown: " + note + "\n"));
      Health.Level level = tree.health().level();
      return level == Health.Level.DEGRADED || level == Health.Level.MISSING ? 1 : 0;
    }
  }

  private static String title(Release release) {
    return release.namespace()
        + "/"
        + release.name()
        + ": "
        + release.chart().name()
        + "-"
        + release.chart().metadata().version()
        + ", revision "
        + release.revision()
        + ", "
        + release.status().text();
  }

  private static Map<String, @Nullable Object> json(Release release, ObjectTree tree) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("namespace", release.namespace());
    json.put("name", release.name());
    json.put("chart", release.chart().name() + "-" + release.chart().metadata().version());
    json.put("revision", (long) release.revision());
    json.put("status", release.status().text());
    json.put("health", ObjectTree.level(tree.health()));
    json.put("objects", tree.trees());
    return json;
  }
}
