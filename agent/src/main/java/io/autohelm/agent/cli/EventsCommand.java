package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code autohelm events}. */
@Command(
    name = "events",
    header = "Show the Kubernetes Events of a release, its objects and what they own.",
    description = {
      "",
      "Asks the cluster alone: no agent is needed. The oldest first.",
      "",
      "Examples:",
      "  autohelm events shop -n web",
      "  autohelm events web/shop --warnings --watch",
      ""
    },
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
final class EventsCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Mixin private NamedRelease release = new NamedRelease();

  @Option(names = "--warnings", description = "Only Events of the type Warning")
  private boolean warnings;

  @Option(
      names = {"-w", "--watch"},
      description = "Go on with what happens from now on, until interrupted")
  private boolean watch;

  @Mixin private ViewOption view = new ViewOption();

  @Mixin private KubeOptions kube = new KubeOptions();

  /**
   * An Event.
   *
   * @param uid with the number of times that it happened, so that each is told once
   */
  private record Told(String uid, Map<String, @Nullable Object> fields) {
    String field(String name) {
      return Columns.cell(fields.get(name));
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    try (KubeConnection connection = kube.connect()) {
      NamedRelease.Id id = release.id(kube);
      List<Told> first = events(connection, id);
      Set<String> known = new HashSet<>();
      first.forEach(event -> known.add(event.uid()));
      view.print(first.stream().map(Told::fields).toList(), () -> table(first, true));
      while (watch) {
        Thread.sleep(PAUSE.toMillis());
        List<Told> news =
            events(connection, id).stream().filter(event -> known.add(event.uid())).toList();
        if (!news.isEmpty()) {
          view.print(news.stream().map(Told::fields).toList(), () -> table(news, false));
        }
      }
      return 0;
    }
  }

  private List<Told> events(KubeConnection connection, NamedRelease.Id id) {
    Release found = RecordedRelease.newest(kube.releases(connection), id);
    ObjectTree tree = ObjectTree.of(connection, found);
    Set<String> subjects = new HashSet<>();
    Set<String> namespaces = new TreeSet<>(Set.of(id.namespace()));
    for (KubeObject.Id object : tree.ids()) {
      subjects.add(object.toString());
      // Events about what has no namespace are kept in this one.
      namespaces.add(object.namespace().isEmpty() ? "default" : object.namespace());
    }
    List<Told> told = new ArrayList<>();
    for (String namespace : namespaces) {
      for (KubeObject event : connection.questions().list("v1", "Event", namespace)) {
        Map<?, ?> about =
            event.tree().get("involvedObject") instanceof Map<?, ?> object ? object : Map.of();
        String owner = event.label("autohelm.io/release");
        boolean isOfRelease =
            namespace.equals(id.namespace())
                && (id.name().equals(owner)
                    || Columns.cell(about.get("name"))
                        .startsWith("sh.helm.release.v1." + id.name() + ".v"));
        if (isOfRelease || subjects.contains(Columns.object(about))) {
          told.add(told(event, isOfRelease ? "release " + id : Columns.object(about)));
        }
      }
    }
    return told.stream()
        .filter(event -> !warnings || event.field("type").equals("Warning"))
        .sorted(Comparator.comparing(event -> event.field("time")))
        .toList();
  }

  private static Told told(KubeObject event, String about) {
    Map<String, @Nullable Object> tree = event.tree();
    Object count =
        tree.get("series") instanceof Map<?, ?> series ? series.get("count") : tree.get("count");
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("time", time(event));
    fields.put("type", Columns.cell(tree.get("type")));
    fields.put("reason", Columns.cell(tree.get("reason")));
    fields.put("object", about);
    fields.put("message", message(tree));
    fields.put("count", count == null ? 1L : count);
    return new Told(ObjectTree.uid(event) + "#" + count, fields);
  }

  private static String message(Map<String, @Nullable Object> tree) {
    String message = Columns.cell(tree.get("message"));
    return message.isEmpty() ? Columns.cell(tree.get("note")) : message;
  }

  /** When it happened last; Events of old and of new writers keep it in different places. */
  private static String time(KubeObject event) {
    Map<String, @Nullable Object> tree = event.tree();
    String last =
        tree.get("series") instanceof Map<?, ?> series
            ? Columns.cell(series.get("lastObservedTime"))
            : Columns.cell(tree.get("lastTimestamp"));
    String time = last.isEmpty() ? Columns.cell(tree.get("eventTime")) : last;
    return (time.isEmpty() ? Columns.cell(event.metadata().get("creationTimestamp")) : time)
        .replaceFirst("\\.[0-9]+Z$", "Z");
  }

  private static String table(List<Told> events, boolean hasHead) {
    if (events.isEmpty()) {
      return hasHead ? "no events\n" : "";
    }
    Columns columns = new Columns("TIME", "TYPE", "REASON", "OBJECT", "MESSAGE");
    for (Told event : events) {
      String count = event.field("count");
      columns.add(
          List.of(
              event.field("time"),
              event.field("type"),
              event.field("reason"),
              event.field("object"),
              event.field("message") + (count.equals("1") ? "" : " (" + count + " times)")));
    }
    String text = columns.text();
    return hasHead ? text : text.substring(text.indexOf('\n') + 1);
  }
}
