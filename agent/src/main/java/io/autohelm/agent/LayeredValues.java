package io.autohelm.agent;

import io.autohelm.agent.declaration.ClusterValues;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.reconcile.Redaction;
import io.autohelm.engine.values.SetSyntax;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.values.ValuesLayers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One merging of a release's values, with Flux's precedence: {@code valuesFrom} in its order,
 * inline values over them, single values of {@code targetPath} above all. Of what a Secret holds
 * nothing is quoted.
 */
final class LayeredValues {
  private final SourceFiles files;
  private final DesiredRelease release;
  private final ValuesObjects.Reading objects;
  private final List<Map<String, @Nullable Object>> layers = new ArrayList<>();
  private final List<@Nullable Object> secrets = new ArrayList<>();

  LayeredValues(SourceFiles files, DesiredRelease release, ValuesObjects.Reading objects) {
    this.files = files;
    this.release = release;
    this.objects = objects;
  }

  Map<String, @Nullable Object> merged() {
    try {
      List<ClusterValues.Reference> references = release.clusterValues().references();
      for (int i = 0; i <= release.valuesFiles().size(); i++) {
        for (ClusterValues.Reference reference : references) {
          if (reference.files() == i && reference.target().isEmpty()) {
            table(reference);
          }
        }
        if (i < release.valuesFiles().size()) {
          file(release.valuesFiles().get(i));
        }
      }
      layers.add(release.values());
      Map<String, @Nullable Object> merged = ValuesLayers.merge(layers);
      if (references.stream().allMatch(reference -> reference.target().isEmpty())) {
        return merged;
      }
      Map<String, @Nullable Object> own = new LinkedHashMap<>(ValuesLayers.ofExact(merged));
      for (ClusterValues.Reference reference : references) {
        if (!reference.target().isEmpty()) {
          set(reference, own);
        }
      }
      return own;
    } finally {
      objects.close(Redaction.of(secrets));
    }
  }

  private String where(ClusterValues.Reference reference) {
    return release.at(reference.place()) + ": " + reference.path() + ": ";
  }

  private void file(DesiredRelease.ValuesFile file) {
    Optional<SourceFiles.Entry> entry =
        files.list(file.path()).stream().filter(e -> e.path().equals(file.path())).findFirst();
    if (entry.isPresent()) {
      layers.add(
          ValuesLayers.read(
              new String(files.read(entry.get()), StandardCharsets.UTF_8), file.path()));
    } else if (!file.optional()) {
      throw new ValuesException(
          release.at(file.place()) + ": the source has no values file " + file.path());
    }
  }

  private void table(ClusterValues.Reference reference) {
    Optional<String> text = objects.text(reference, where(reference));
    if (text.isEmpty()) {
      return;
    }
    try {
      Map<String, @Nullable Object> layer = ValuesLayers.read(text.get(), reference.key());
      layers.add(layer);
      if (reference.kind() == ClusterValues.Kind.SECRET) {
        secrets.add(layer);
      }
    } catch (ValuesException e) {
      secrets.add(text.get());
      throw new ValuesException(
          where(reference) + name(reference) + " is not a YAML table of values");
    }
  }

  private String name(ClusterValues.Reference reference) {
    return "key "
        + reference.key()
        + " of "
        + reference.kind().text()
        + " "
        + release.id().namespace()
        + "/"
        + reference.name();
  }

  private void set(ClusterValues.Reference reference, Map<String, @Nullable Object> into) {
    Optional<String> text = objects.text(reference, where(reference));
    if (text.isEmpty()) {
      return;
    }
    String value = text.get();
    if (reference.kind() == ClusterValues.Kind.SECRET) {
      secrets.add(value);
    }
    try {
      set(reference, value, into);
    } catch (ValuesException e) {
      throw new ValuesException(
          where(reference) + name(reference) + " cannot be set at " + reference.target());
    }
  }

  /** Sets a single value at its target. */
  static void set(
      ClusterValues.Reference reference, String value, Map<String, @Nullable Object> into) {
    if (isQuoted(value, '\'') || isQuoted(value, '"')) {
      SetSyntax.setString(reference.target() + "=" + value.substring(1, value.length() - 1), into);
    } else if (reference.literal()) {
      SetSyntax.setLiteral(reference.target() + "=" + value, into);
    } else {
      SetSyntax.set(reference.target() + "=" + value, into);
    }
  }

  private static boolean isQuoted(String value, char quote) {
    return value.length() > 1
        && value.charAt(0) == quote
        && value.charAt(value.length() - 1) == quote;
  }
}
