package io.autohelm.agent;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.status.ForgeLinks;
import io.autohelm.agent.status.Insight;
import io.autohelm.agent.status.RevisionView;
import io.autohelm.agent.status.ValueView;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartMetadata;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.values.ValuesOrigins;
import io.autohelm.engine.yaml.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers from the records of the cluster and the commits in force. */
final class CommitInsight implements Insight {
  private static final String COMMIT_LABEL = "autohelm.io/commit";
  private static final String REVISION_LABEL = "autohelm.io/revision";

  private final ReleaseStore store;
  private final InForce inForce;
  private final ValuesObjects objects;
  private final ChartShelf charts;

  CommitInsight(ReleaseStore store, InForce inForce, ValuesObjects objects, ChartShelf charts) {
    this.store = store;
    this.inForce = inForce;
    this.objects = objects;
    this.charts = charts;
  }

  @Override
  public Optional<Place> declared(ReleaseId id) {
    return inForce
        .find(id)
        .map(
            found -> {
              String file = found.desired().file();
              int line = found.desired().line();
              InForce.Commit commit = found.commit();
              return new Place(
                  file, line, ForgeLinks.file(commit.url(), commit.id(), file, line).orElse(null));
            });
  }

  @Override
  public List<RevisionView> history(ReleaseId id) {
    try {
      List<Release> history = store.history(id.namespace(), id.name());
      SecretWords secrets = SecretWords.of(history);
      String url = inForce.find(id).map(found -> found.commit().url()).orElse("");
      List<RevisionView> views = new ArrayList<>();
      for (Release release : history) {
        String text = objects.redaction(id).over(release.info().description());
        views.add(view(release, secrets.over(text), url));
      }
      Collections.reverse(views);
      return views;
    } catch (ClusterException | ReleaseException | ManifestException e) {
      throw unavailable("the records cannot be read now: ", id, e);
    }
  }

  private static RevisionView view(Release release, String description, String url) {
    ChartMetadata metadata = release.chart().metadata();
    Instant deployed = release.info().lastDeployment();
    // Helm hands labels on to its own revisions, which no commit declared.
    boolean isOurs =
        Integer.toString(release.revision()).equals(release.labels().get(REVISION_LABEL));
    String commit = isOurs ? release.labels().get(COMMIT_LABEL) : null;
    return new RevisionView(
        release.revision(),
        release.status().toString(),
        deployed.equals(Instant.EPOCH) ? null : deployed,
        release.chart().name() + "-" + metadata.version(),
        metadata.appVersion(),
        description,
        commit,
        commit == null ? null : ForgeLinks.commit(url, commit).orElse(null));
  }

  @Override
  public List<ValueView> values(ReleaseId id) {
    InForce.Declaration declaration = inForce.find(id).orElse(null);
    if (declaration == null) {
      return List.of();
    }
    try {
      Chart chart =
          new SourceCharts(declaration.commit().files(), charts, objects)
              .chart(declaration.desired());
      Map<String, List<ValuesHistory.Setting>> history =
          new ValuesHistory(
                  declaration.commit().files(), declaration.desired(), objects.reading(id))
              .of(chart);
      List<Release> standing = store.standing(id.namespace(), id.name());
      return views(history, standing, declaration, chart);
    } catch (ChartException
        | ValuesException
        | ClusterException
        | ReleaseException
        | ManifestException
        | GitException e) {
      throw unavailable("the values cannot be read now: ", id, e);
    }
  }

  private List<ValueView> views(
      Map<String, List<ValuesHistory.Setting>> history,
      List<Release> standing,
      InForce.Declaration declaration,
      Chart chart) {
    SecretWords secrets = SecretWords.of(standing);
    Map<String, @Nullable Object> deployed = deployed(standing);
    List<ValueView> views = new ArrayList<>();
    history.forEach(
        (path, settings) -> {
          boolean isHidden =
              settings.stream()
                  .anyMatch(setting -> setting.isSecret() || secrets.hides(path, setting.value()));
          List<ValueView.Layer> layers = new ArrayList<>();
          for (ValuesHistory.Setting setting : settings) {
            layers.add(layer(setting, isHidden, declaration, chart));
          }
          Boolean isChanged =
              deployed.isEmpty()
                  ? null
                  : !Objects.equals(deployed.get(path), settings.get(0).value());
          views.add(new ValueView(path, isChanged, layers));
        });
    return views;
  }

  private static ValueView.Layer layer(
      ValuesHistory.Setting setting,
      boolean isHidden,
      InForce.Declaration declaration,
      Chart chart) {
    InForce.Commit commit = declaration.commit();
    ValuePlace place =
        ValuePlace.of(
            setting.origin(), declaration.desired(), chart, commit.files(), commit.valuePlaces());
    String file = place.file();
    return new ValueView.Layer(
        isHidden ? ValueView.HIDDEN : Json.printRaw(setting.value()),
        isHidden,
        place.source(),
        place.line(),
        file == null
            ? null
            : ForgeLinks.file(commit.url(), commit.id(), file, place.line()).orElse(null),
        setting.isOfChart());
  }

  /** The values that the newest revision was made of, by their paths; empty without one. */
  private static Map<String, @Nullable Object> deployed(List<Release> standing) {
    Map<String, @Nullable Object> values = new HashMap<>();
    if (!standing.isEmpty()) {
      Release newest = standing.get(standing.size() - 1);
      ValuesOrigins.of(newest.chart(), List.of(new ValuesOrigins.Tree("deployed", newest.config())))
          .forEach(leaf -> values.put(leaf.path(), leaf.value()));
    }
    return values;
  }

  private Unavailable unavailable(String what, ReleaseId id, RuntimeException cause) {
    return new Unavailable(
        what + objects.redaction(id).over(String.valueOf(cause.getMessage())), cause);
  }
}
