package io.autohelm.engine.render;

import io.autohelm.engine.chart.ChartMetadata;
import io.autohelm.engine.chart.Dependency;
import io.autohelm.engine.chart.Maintainer;
import io.autohelm.engine.gotemplate.GoMap;
import io.autohelm.engine.gotemplate.GoType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code .Chart}: the fields of Chart.yaml under the names that Go's struct has, in a map. */
final class ChartObject {
  private ChartObject() {}

  static Map<String, @Nullable Object> of(ChartMetadata chart, boolean isRoot) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("Name", chart.name());
    object.put("Home", chart.home());
    object.put("Sources", new ArrayList<@Nullable Object>(chart.sources()));
    object.put("Version", chart.version());
    object.put("Description", chart.description());
    object.put("Keywords", new ArrayList<@Nullable Object>(chart.keywords()));
    object.put("Maintainers", maintainers(chart.maintainers()));
    object.put("Icon", chart.icon());
    object.put("APIVersion", chart.apiVersion());
    object.put("Condition", chart.condition());
    object.put("Tags", chart.tags());
    object.put("AppVersion", chart.appVersion());
    object.put("Deprecated", chart.deprecated());
    // Go's map is nil where Chart.yaml says nothing, and prints to JSON as null.
    object.put(
        "Annotations",
        chart.annotations().isEmpty()
            ? GoMap.nil(GoType.STRING_MAP)
            : GoMap.of(GoType.STRING_MAP, new LinkedHashMap<>(chart.annotations())));
    object.put("KubeVersion", chart.kubeVersion());
    object.put("Dependencies", dependencies(chart.dependencies()));
    object.put("Type", chart.type());
    object.put("IsRoot", isRoot);
    return object;
  }

  private static List<@Nullable Object> maintainers(List<Maintainer> maintainers) {
    List<@Nullable Object> objects = new ArrayList<>();
    for (Maintainer maintainer : maintainers) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("Name", maintainer.name());
      object.put("Email", maintainer.email());
      object.put("URL", maintainer.url());
      objects.add(object);
    }
    return objects;
  }

  private static List<@Nullable Object> dependencies(List<Dependency> dependencies) {
    List<@Nullable Object> objects = new ArrayList<>();
    for (Dependency dependency : dependencies) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("Name", dependency.name());
      object.put("Version", dependency.version());
      object.put("Repository", dependency.repository());
      object.put("Condition", dependency.condition());
      object.put("Tags", new ArrayList<@Nullable Object>(dependency.tags()));
      object.put("Enabled", dependency.enabled());
      object.put("ImportValues", new ArrayList<>(dependency.importValues()));
      object.put("Alias", dependency.alias());
      objects.add(object);
    }
    return objects;
  }
}
