package io.autohelm.agent.declaration;

import io.autohelm.engine.patch.ImageChange;
import io.autohelm.engine.patch.Patch;
import io.autohelm.engine.patch.PatchException;
import io.autohelm.engine.patch.PatchTarget;
import io.autohelm.engine.patch.PostRenderers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The field {@code postRenderers}, with Flux's names. */
final class PostRendererReader {
  private PostRendererReader() {}

  static PostRenderers read(FieldReader spec) {
    List<PostRenderers.Step> steps = new ArrayList<>();
    for (FieldReader item : spec.tables("postRenderers")) {
      item.allow("kustomize");
      Optional<FieldReader> kustomize = item.table("kustomize");
      if (item.isAbsent("kustomize")) {
        item.problem(item.line(), "kustomize", "is required");
      }
      kustomize.ifPresent(table -> steps.add(step(table)));
    }
    return new PostRenderers(steps);
  }

  private static PostRenderers.Step step(FieldReader kustomize) {
    kustomize.allow("patches", "images");
    List<Patch> patches = new ArrayList<>();
    for (FieldReader item : kustomize.tables("patches")) {
      item.allow("patch", "target");
      String text = item.requiredBlock("patch");
      Optional<FieldReader> target = item.table("target");
      PatchTarget selected =
          target.map(table -> checked(table, "", () -> target(table))).orElse(null);
      if (!text.isEmpty() && (target.isEmpty() || selected != null)) {
        Patch patch = checked(item, "patch", () -> new Patch(selected, text));
        if (patch != null) {
          patches.add(patch);
        }
      }
    }
    List<ImageChange> images = new ArrayList<>();
    for (FieldReader item : kustomize.tables("images")) {
      item.allow("name", "newName", "newTag", "digest");
      String name = item.requiredText("name");
      ImageChange image =
          name.isEmpty()
              ? null
              : checked(
                  item,
                  "name",
                  () ->
                      new ImageChange(
                          name,
                          item.text("newName").orElse(""),
                          item.text("newTag").orElse(""),
                          item.text("digest").orElse("")));
      if (image != null) {
        images.add(image);
      }
    }
    return new PostRenderers.Step(patches, images);
  }

  static PatchTarget target(FieldReader target) {
    target.allow(
        "group", "version", "kind", "name", "namespace", "labelSelector", "annotationSelector");
    return new PatchTarget(
        target.text("group").orElse(""),
        target.text("version").orElse(""),
        target.text("kind").orElse(""),
        target.text("name").orElse(""),
        target.text("namespace").orElse(""),
        target.text("labelSelector").orElse(""),
        target.text("annotationSelector").orElse(""));
  }

  static <T> @Nullable T checked(FieldReader reader, String field, Supplier<T> made) {
    try {
      return made.get();
    } catch (PatchException e) {
      reader.problem(
          field.isEmpty() ? reader.line() : reader.lineOf(field),
          field,
          String.valueOf(e.getMessage()));
      return null;
    }
  }
}
