package io.autohelm.agent.cli;

import io.autohelm.agent.diff.Changes;
import io.autohelm.agent.diff.ObjectChange;
import io.autohelm.agent.git.TextDiff;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How differences are shown. */
final class DiffOptions {
  /** As kubectl, Flux and Argo CD have it: 1 is not a failure. */
  private static final int DIFFERENT = 1;

  private static final int FAILED = 2;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = OutputFormat.Converter.class,
      description = "table for text (default), json or yaml")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = {"-C", "--context"},
      paramLabel = "LINES",
      defaultValue = "3",
      description = "How many lines to show around a difference (default: ${DEFAULT-VALUE})")
  private int context = 3;

  @Option(names = "--no-hooks", description = "Leave hooks out")
  private boolean noHooks;

  /** Finds the changes and prints them; a failure ends with exit code 2. */
  int show(Callable<List<ObjectChange>> find) {
    try {
      return print(find.call());
    } catch (Exception e) {
      throw new CommandException(FAILED, FailureText.of(e));
    }
  }

  /** The objects of a revision as it was rendered. */
  List<KubeObject> objects(Release release) {
    List<KubeObject> objects = new ArrayList<>(KubeObject.parseAll(release.manifest()));
    if (!noHooks) {
      for (HookRun run : release.hooks()) {
        objects.addAll(KubeObject.parseAll(run.hook().manifest()));
      }
    }
    return objects.stream()
        .map(
            object ->
                object.namespace().isEmpty() ? object.withNamespace(release.namespace()) : object)
        .toList();
  }

  List<ObjectChange> between(Release before, Release after) {
    return Changes.between(objects(before), objects(after));
  }

  private int print(List<ObjectChange> changes) {
    if (format == OutputFormat.TABLE) {
      changes.forEach(change -> HelmOutput.print(text(change)));
    } else {
      HelmListing.print(format, changes.stream().map(this::object).toList());
    }
    return changes.isEmpty() ? 0 : DIFFERENT;
  }

  private String text(ObjectChange change) {
    return change.kind()
        + ": "
        + change.apiVersion()
        + " "
        + change.id()
        + "\n"
        + TextDiff.unified(change.before(), change.after(), context);
  }

  private Map<String, @Nullable Object> object(ObjectChange change) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("change", change.kind().toString());
    object.put("apiVersion", change.apiVersion());
    object.put("kind", change.id().kind());
    object.put("namespace", change.id().namespace());
    object.put("name", change.id().name());
    object.put("fields", change.fields());
    object.put("diff", TextDiff.unified(change.before(), change.after(), context));
    return object;
  }
}
