package io.autohelm.engine.patch;

import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is changed in a chart's rendered objects, one step after the other; in a step the patches
 * before the images. Documents that nothing selects keep their bytes.
 */
public record PostRenderers(List<Step> steps) {
  /** Nothing is changed. */
  public static final PostRenderers NONE = new PostRenderers(List.of());

  /** Patches and images that belong together. */
  public record Step(List<Patch> patches, List<ImageChange> images) {
    public Step {
      patches = List.copyOf(patches);
      images = List.copyOf(images);
    }
  }

  public PostRenderers {
    steps = List.copyOf(steps);
  }

  /** Whether there is anything to do. */
  public boolean isEmpty() {
    return steps.stream().allMatch(step -> step.patches.isEmpty() && step.images.isEmpty());
  }

  /**
   * Begins with the objects of one release.
   *
   * @param namespace the release's
   */
  public Run run(String namespace) {
    return new Run(this, namespace);
  }

  /** One release's documents, given one after the other. For one thread. */
  public static final class Run {
    private final PostRenderers renderers;
    private final String namespace;
    private final Set<Patch> waiting = new LinkedHashSet<>();

    private Run(PostRenderers renderers, String namespace) {
      this.renderers = renderers;
      this.namespace = namespace;
      renderers.steps.forEach(
          step -> step.patches.stream().filter(Patch::mustFind).forEach(waiting::add));
    }

    /**
     * The document as it will be released: the same text where nothing selects it, empty where a
     * patch deletes it. A {@code List} is looked into.
     *
     * @throws PatchException where a patch does not fit
     */
    public String change(String document) {
      Map<String, @Nullable Object> tree;
      try {
        tree = Trees.table(Trees.copy(Yaml.parseExact(document)));
      } catch (YamlException e) {
        return document; // whoever reads it next will say so, and name the template
      }
      if (tree == null || Trees.text(tree.get("kind")).isEmpty()) {
        return document;
      }
      if (Trees.text(tree.get("kind")).endsWith("List") && tree.get("items") instanceof List<?> l) {
        return changeItems(document, tree, l);
      }
      Outcome outcome = changed(tree);
      return !outcome.changed ? document : outcome.object == null ? "" : Yaml.print(outcome.object);
    }

    private String changeItems(String document, Map<String, @Nullable Object> tree, List<?> items) {
      boolean changed = false;
      List<@Nullable Object> kept = new ArrayList<>();
      for (Object item : items) {
        Map<String, @Nullable Object> object = Trees.table(item);
        Outcome outcome = object == null ? new Outcome(null, false) : changed(object);
        changed |= outcome.changed;
        if (!outcome.changed) {
          kept.add(item);
        } else if (outcome.object != null) {
          kept.add(outcome.object);
        }
      }
      if (!changed) {
        return document;
      }
      Map<String, @Nullable Object> list = new LinkedHashMap<>(tree);
      list.put("items", kept);
      return Yaml.print(list);
    }

    private record Outcome(@Nullable Map<String, @Nullable Object> object, boolean changed) {}

    private Outcome changed(Map<String, @Nullable Object> given) {
      Map<String, @Nullable Object> object = given;
      boolean changed = false;
      for (Step step : renderers.steps) {
        for (Patch patch : step.patches) {
          if (patch.selects(object, namespace)) {
            waiting.remove(patch);
            changed = true;
            Map<String, @Nullable Object> patched = applied(patch, object);
            if (patched == null) {
              return new Outcome(null, true);
            }
            object = patched;
          }
        }
        for (ImageChange image : step.images) {
          changed |= image.apply(object);
        }
      }
      return new Outcome(object, changed);
    }

    private static @Nullable Map<String, @Nullable Object> applied(
        Patch patch, Map<String, @Nullable Object> object) {
      try {
        return patch.apply(object);
      } catch (PatchException e) {
        throw new PatchException(
            "post-renderer: patch of "
                + Trees.text(object.get("kind"))
                + "/"
                + Patch.nameOf(object)
                + ": "
                + e.getMessage(),
            e);
      }
    }

    /**
     * Ends.
     *
     * @throws PatchException where a patch that names its object found none
     */
    public void end() {
      if (!waiting.isEmpty()) {
        throw new PatchException(
            "post-renderer: there is no "
                + waiting.iterator().next().wanted()
                + " for a patch that names it");
      }
    }
  }
}
