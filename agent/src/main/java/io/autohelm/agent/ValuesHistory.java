package io.autohelm.agent;

import io.autohelm.agent.declaration.ClusterValues;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.values.Origin;
import io.autohelm.engine.values.ValuesOrigins;
import io.autohelm.engine.values.ValuesOrigins.Layer;
import io.autohelm.engine.values.ValuesOrigins.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What each layer of a release's values made of each value, the last one first. */
final class ValuesHistory {
  /** What the inline values are called among the layers. */
  static final String INLINE = "spec.values";

  /**
   * One setting of a value.
   *
   * @param origin null where nobody wrote it
   * @param isSecret whether it must not be shown
   * @param isOfChart whether it is what the chart sets where nobody else does
   */
  record Setting(
      @Nullable Object value, @Nullable Origin origin, boolean isSecret, boolean isOfChart) {}

  private final SourceFiles files;
  private final DesiredRelease release;
  private final ValuesObjects.Reading objects;

  /** The names of layers that come from Secrets. */
  private final Set<String> secrets = new HashSet<>();

  ValuesHistory(SourceFiles files, DesiredRelease release, ValuesObjects.Reading objects) {
    this.files = files;
    this.release = release;
    this.objects = objects;
  }

  /** The settings of each leaf, by its path; the one that counts first. */
  Map<String, List<Setting>> of(Chart chart) {
    List<Layer> layers = layers();
    Set<String> ofChart = new HashSet<>();
    Map<String, List<Setting>> history = new LinkedHashMap<>();
    for (int count = 0; count <= layers.size(); count++) {
      Set<String> there = new HashSet<>();
      for (Leaf leaf : ValuesOrigins.of(chart, layers.subList(0, count))) {
        if (count == 0 && leaf.origin() != null) {
          ofChart.add(leaf.origin().source());
        }
        there.add(leaf.path());
        List<Setting> known = history.computeIfAbsent(leaf.path(), path -> new ArrayList<>());
        Setting setting = setting(leaf, ofChart);
        if (known.isEmpty() || !Objects.equals(known.get(0), setting)) {
          known.add(0, setting);
        }
      }
      history.keySet().retainAll(there);
    }
    return history;
  }

  private Setting setting(Leaf leaf, Set<String> ofChart) {
    Origin origin = leaf.origin();
    if (origin == null) {
      return new Setting(leaf.value(), null, false, true);
    }
    for (String secret : secrets) {
      if (origin.source().startsWith(secret)) {
        return new Setting(
            leaf.value(), new Origin(secret, origin.line(), origin.path()), true, false);
      }
    }
    return new Setting(leaf.value(), origin, false, ofChart.contains(origin.source()));
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    List<ClusterValues.Reference> references = release.clusterValues().references();
    for (int i = 0; i <= release.valuesFiles().size(); i++) {
      for (ClusterValues.Reference reference : references) {
        if (reference.files() == i && reference.target().isEmpty()) {
          text(reference)
              .ifPresent(text -> layers.add(new ValuesOrigins.Text(name(reference), text)));
        }
      }
      if (i < release.valuesFiles().size()) {
        String path = release.valuesFiles().get(i).path();
        files.list(path).stream()
            .filter(entry -> entry.path().equals(path))
            .findFirst()
            .map(files::read)
            .map(content -> new String(content, StandardCharsets.UTF_8))
            .ifPresent(text -> layers.add(new ValuesOrigins.Text(path, text)));
      }
    }
    layers.add(new ValuesOrigins.Tree(INLINE, release.values()));
    for (ClusterValues.Reference reference : references) {
      if (!reference.target().isEmpty()) {
        text(reference).ifPresent(text -> layers.add(option(reference, text)));
      }
    }
    return layers;
  }

  private Optional<String> text(ClusterValues.Reference reference) {
    return objects.text(reference, release.at(reference.place()) + ": " + reference.path() + ": ");
  }

  private Layer option(ClusterValues.Reference reference, String text) {
    BiConsumer<String, Map<String, @Nullable Object>> parse =
        (target, into) -> LayeredValues.set(reference, text, into);
    return new ValuesOrigins.Option(name(reference), "at " + reference.target(), parse);
  }

  private String name(ClusterValues.Reference reference) {
    String name =
        reference.kind().text()
            + " "
            + release.id().namespace()
            + "/"
            + reference.name()
            + " key "
            + reference.key();
    if (reference.kind() == ClusterValues.Kind.SECRET) {
      secrets.add(name);
    }
    return name;
  }
}
