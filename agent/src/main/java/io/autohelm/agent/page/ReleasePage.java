package io.autohelm.agent.page;

import io.autohelm.agent.status.ConditionView;
import io.autohelm.agent.status.EpisodeView;
import io.autohelm.agent.status.Insight;
import io.autohelm.agent.status.LogEntry;
import io.autohelm.agent.status.NextStep;
import io.autohelm.agent.status.ObjectsView;
import io.autohelm.agent.status.ReleaseDetail;
import io.autohelm.agent.status.ReleaseView;
import io.autohelm.agent.status.RevisionView;
import io.autohelm.agent.status.ValueView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is shown of a release, on each of its pages. */
final class ReleasePage {
  private static final List<String> WORST =
      List.of("degraded", "missing", "unknown", "progressing", "suspended", "ready");

  private ReleasePage() {}

  /** What stands at the top of each. */
  static Map<String, @Nullable Object> head(ReleaseDetail detail, String tab) {
    ReleaseView release = detail.release();
    Map<String, @Nullable Object> model = new LinkedHashMap<>(OverviewPage.row(release));
    model.put("tab", tab);
    model.put("sourceLink", Links.source(release.source()));
    model.put("commitLink", Objects.requireNonNullElse(detail.commitUrl(), ""));
    model.put("action", release.action());
    model.put("reason", release.reason());
    model.put("error", Objects.requireNonNullElse(release.error(), ""));
    model.put("until", Objects.toString(release.until(), ""));
    model.put("digest", Objects.requireNonNullElse(release.digest(), ""));
    model.put("isSuspended", release.action().equals("suspend"));
    return model;
  }

  /** The first of them. */
  static Map<String, @Nullable Object> status(
      ReleaseDetail detail, List<EpisodeView> drift, List<LogEntry> log) {
    Map<String, @Nullable Object> model = head(detail, "status");
    ReleaseView release = detail.release();
    Insight.Place declared = detail.declared();
    model.put("declared", declared == null ? "" : declared.file() + ":" + declared.line());
    model.put(
        "declaredLink",
        declared == null || declared.url() == null ? "" : Objects.requireNonNull(declared.url()));
    ReleaseView.NewerView newer = release.newer();
    model.put("patch", newer == null ? "" : newer.patch());
    model.put("minor", newer == null ? "" : newer.minor());
    model.put("major", newer == null ? "" : newer.major());
    model.put("steps", detail.next().stream().map(ReleasePage::step).toList());
    model.put("conditions", detail.conditions().stream().map(ReleasePage::condition).toList());
    ObjectsView objects = release.objects();
    model.put("objectsHealth", objects == null ? "unknown" : objects.health());
    model.put(
        "objects",
        objects == null
            ? List.of()
            : objects.items().stream()
                .sorted(Comparator.comparingInt(item -> WORST.indexOf(item.health())))
                .map(ReleasePage::object)
                .toList());
    model.put("episodes", drift.stream().map(ReleasePage::episode).toList());
    model.put("log", log.stream().map(ReleasePage::entry).toList());
    return model;
  }

  private static Map<String, @Nullable Object> step(NextStep step) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("text", step.text());
    row.put("command", Objects.requireNonNullElse(step.command(), ""));
    return row;
  }

  private static Map<String, @Nullable Object> condition(ConditionView condition) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("type", condition.type());
    row.put("status", condition.status());
    row.put("reason", condition.reason());
    row.put("message", condition.message());
    row.put("since", condition.since().toString());
    return row;
  }

  private static Map<String, @Nullable Object> object(ObjectsView.ObjectView object) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("kind", object.kind());
    row.put("namespace", object.namespace());
    row.put("name", object.name());
    row.put("health", object.health());
    row.put("reason", object.reason());
    row.put("since", object.since().toString());
    return row;
  }

  private static Map<String, @Nullable Object> episode(EpisodeView episode) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("kind", episode.kind());
    row.put("name", episode.name());
    row.put("change", episode.change());
    row.put("outcome", episode.outcome());
    row.put("since", episode.since().toString());
    row.put("ended", Objects.toString(episode.ended(), ""));
    row.put("isOpen", episode.ended() == null);
    List<Map<String, @Nullable Object>> fields = new ArrayList<>();
    for (EpisodeView.FieldView field : episode.fields()) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      shown.put("path", field.path());
      shown.put("wanted", Objects.requireNonNullElse(field.wanted(), ""));
      shown.put("live", Objects.requireNonNullElse(field.live(), ""));
      shown.put("by", Objects.requireNonNullElse(field.by(), ""));
      shown.put("time", Objects.toString(field.time(), ""));
      fields.add(shown);
    }
    row.put("fields", fields);
    return row;
  }

  private static Map<String, @Nullable Object> entry(LogEntry entry) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("time", entry.time().toString());
    row.put("level", entry.level());
    row.put("text", entry.text());
    row.put("times", entry.times());
    return row;
  }

  static Map<String, @Nullable Object> revision(RevisionView revision) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("revision", revision.revision());
    row.put("status", revision.status());
    row.put("deployed", Objects.toString(revision.deployed(), ""));
    row.put("chart", revision.chart());
    row.put("appVersion", revision.appVersion());
    row.put("description", revision.description());
    row.put("commit", Objects.requireNonNullElse(revision.commit(), ""));
    row.put("commitLink", Objects.requireNonNullElse(revision.url(), ""));
    row.put(
        "mayReturn",
        revision.status().equals("superseded") || revision.status().equals("deployed"));
    return row;
  }

  static Map<String, @Nullable Object> value(ValueView value) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("path", value.path());
    row.put("isChanged", Boolean.TRUE.equals(value.isChanged()));
    row.put("isDefault", value.isUntouched());
    List<Map<String, @Nullable Object>> layers = new ArrayList<>();
    for (ValueView.Layer layer : value.layers()) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      shown.put("value", layer.value());
      shown.put("isHidden", layer.isHidden());
      shown.put("place", layer.line() > 0 ? layer.source() + ":" + layer.line() : layer.source());
      shown.put("link", Objects.requireNonNullElse(layer.url(), ""));
      layers.add(shown);
    }
    row.put("top", layers.get(0));
    row.put("below", layers.subList(1, layers.size()));
    return row;
  }
}
