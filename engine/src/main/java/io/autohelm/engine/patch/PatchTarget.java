package io.autohelm.engine.patch;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.autohelm.engine.manifest.LabelSelector;
import io.autohelm.engine.manifest.ManifestException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a patch is for. A field that is empty selects all. Group, version, kind, name and
 * namespace are regular expressions for the whole text.
 *
 * @param namespace compared with the release's namespace where an object names none
 * @param labelSelector as {@code kubectl -l} takes it: {@code app=shop,tier in (a, b),!old}
 * @param annotationSelector the same for annotations
 */
public record PatchTarget(
    String group,
    String version,
    String kind,
    String name,
    String namespace,
    String labelSelector,
    String annotationSelector) {

  /** Selects by kind and name. */
  public static PatchTarget of(String kind, String name) {
    return new PatchTarget("", "", kind, name, "", "", "");
  }

  /**
   * @throws PatchException where a field cannot be read
   */
  public PatchTarget {
    for (String expression : new String[] {group, version, kind, name, namespace}) {
      pattern(expression);
    }
    selector(labelSelector);
    selector(annotationSelector);
  }

  /** Whether it is for this object. */
  public boolean selects(Map<String, @Nullable Object> object, String releaseNamespace) {
    String apiVersion = Trees.text(object.get("apiVersion"));
    int slash = apiVersion.indexOf('/');
    Map<String, @Nullable Object> metadata = Trees.tableOrEmpty(object.get("metadata"));
    String itsNamespace = Trees.text(metadata.get("namespace"));
    return matches(group, slash < 0 ? "" : apiVersion.substring(0, slash))
        && matches(version, apiVersion.substring(slash + 1))
        && matches(kind, Trees.text(object.get("kind")))
        && matches(name, Trees.text(metadata.get("name")))
        && matches(namespace, itsNamespace.isEmpty() ? releaseNamespace : itsNamespace)
        && selector(labelSelector).selects(Trees.tableOrEmpty(metadata.get("labels")))
        && selector(annotationSelector).selects(Trees.tableOrEmpty(metadata.get("annotations")));
  }

  private static boolean matches(String expression, String text) {
    return expression.isEmpty() || pattern(expression).matches(text);
  }

  private static LabelSelector selector(String text) {
    try {
      return LabelSelector.parse(text);
    } catch (ManifestException e) {
      throw new PatchException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Pattern pattern(String expression) {
    try {
      return Pattern.compile("^(?:" + expression + ")$");
    } catch (PatternSyntaxException e) {
      throw new PatchException(
          "expected a regular expression, met " + expression + ": " + e.getDescription(), e);
    }
  }
}
