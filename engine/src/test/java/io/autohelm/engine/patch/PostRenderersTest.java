package io.autohelm.engine.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PostRenderersTest {
  private static final String WIDGET =
      "# kept\napiVersion: example.org/v1\nkind:   Widget\nmetadata: {name: w}\n\n";

  record Row(Map<?, ?> recorded) {
    @Override
    public String toString() {
      return Json.print(recorded.get("patches")) + Json.print(recorded.get("images"));
    }
  }

  static Stream<Row> recorded() {
    return Golden.read("patch/kustomize.jsonl")
        .lines()
        .map(line -> new Row((Map<?, ?>) Json.parse(line)));
  }

  /** Objects, and whether it fails; the words of a failure are our own. */
  @ParameterizedTest
  @MethodSource("recorded")
  void givesTheObjectsThatKustomizeGives(Row row) {
    List<Patch> patches = new ArrayList<>();
    for (Object patch : items(row.recorded.get("patches"))) {
      Map<?, ?> fields = (Map<?, ?>) patch;
      patches.add(new Patch(target((Map<?, ?>) fields.get("target")), text(fields, "patch")));
    }
    List<ImageChange> images = new ArrayList<>();
    for (Object image : items(row.recorded.get("images"))) {
      Map<?, ?> fields = (Map<?, ?>) image;
      images.add(
          new ImageChange(
              text(fields, "name"),
              text(fields, "newName"),
              text(fields, "newTag"),
              text(fields, "digest")));
    }
    PostRenderers renderers = new PostRenderers(List.of(new PostRenderers.Step(patches, images)));
    Object expected = row.recorded.get("result");
    if (expected == null) {
      assertThrows(PatchException.class, () -> released(renderers, row), "" + row.recorded);
    } else {
      assertEquals(sorted((List<?>) expected), sorted(released(renderers, row)));
    }
  }

  private static List<Object> released(PostRenderers renderers, Row row) {
    PostRenderers.Run run = renderers.run("default");
    List<Object> objects = new ArrayList<>();
    for (String document : text(row.recorded, "objects").split("---\\n", -1)) {
      String changed = run.change(document);
      if (!changed.isEmpty()) {
        objects.add(Yaml.parse(changed));
      }
    }
    run.end();
    return objects;
  }

  /** Kustomize orders them in its own way. */
  private static Set<String> sorted(List<?> objects) {
    Set<String> sorted = new TreeSet<>();
    objects.forEach(object -> sorted.add(Json.print(object)));
    return sorted;
  }

  private static List<?> items(Object list) {
    return list == null ? List.of() : (List<?>) list;
  }

  private static PatchTarget target(Map<?, ?> fields) {
    return fields == null
        ? null
        : new PatchTarget(
            text(fields, "group"),
            text(fields, "version"),
            text(fields, "kind"),
            text(fields, "name"),
            text(fields, "namespace"),
            text(fields, "labelSelector"),
            text(fields, "annotationSelector"));
  }

  private static String text(Map<?, ?> fields, String key) {
    Object value = fields.get(key);
    return value == null ? "" : value.toString();
  }

  @Test
  void documentsThatNothingSelectsKeepTheirBytes() {
    Patch patch = new Patch(PatchTarget.of("Deployment", ""), "metadata: {labels: {a: b}}");
    assertSame(WIDGET, run(patch).change(WIDGET));
    assertSame("# only a comment", run(patch).change("# only a comment"));
    assertSame("{{", run(patch).change("{{"));
  }

  @Test
  void itemsOfAListAreObjects() {
    Patch patch = new Patch(PatchTarget.of("Widget", "b"), "[{op: add, path: /x, value: 1}]");
    assertEquals(
        """
        apiVersion: v1
        items:
        - kind: Widget
          metadata:
            name: a
        - kind: Widget
          metadata:
            name: b
          x: 1
        kind: List
        """,
        run(patch)
            .change(
                "{apiVersion: v1, kind: List, items: [{kind: Widget, metadata: {name: a}},"
                    + " {kind: Widget, metadata: {name: b}}]}"));
  }

  @Test
  void aNamespaceThatIsNotNamedIsTheReleases() {
    PatchTarget web = new PatchTarget("", "", "", "", "web", "", "");
    Patch patch = new Patch(web, "metadata: {labels: {a: b}}");
    assertSame(WIDGET, run(patch).change(WIDGET));
    PostRenderers all =
        new PostRenderers(List.of(new PostRenderers.Step(List.of(patch), List.of())));
    assertEquals(
        "apiVersion: example.org/v1\nkind: Widget\nmetadata:\n  labels:\n    a: b\n  name: w\n",
        all.run("web").change(WIDGET));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{op: add}|a patch without a target needs kind and metadata.name",
        "[]|a list of operations needs a target",
        "text|expected a list of operations or a part of an object",
      })
  void saysWhatIsNoPatch(String text, String message) {
    PatchException refused = assertThrows(PatchException.class, () -> new Patch(null, text));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void saysWhichPatchDoesNotFit() {
    Patch patch = new Patch(PatchTarget.of("Widget", ""), "[{op: remove, path: /spec/x}]");
    PatchException refused = assertThrows(PatchException.class, () -> run(patch).change(WIDGET));
    assertEquals(
        "post-renderer: patch of Widget/w: remove /spec/x: there is no spec", refused.getMessage());
  }

  private static PostRenderers.Run run(Patch patch) {
    return new PostRenderers(List.of(new PostRenderers.Step(List.of(patch), List.of())))
        .run("default");
  }
}
