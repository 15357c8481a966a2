package io.autohelm.agent.cli;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list of objects in one of the formats that programs read. */
final class HelmListing {
  private HelmListing() {}

  /**
   * Prints the objects. JSON keeps the order of their fields as Helm does, YAML sorts them.
   *
   * @param format JSON or YAML
   */
  static void print(OutputFormat format, List<Map<String, @Nullable Object>> objects) {
    HelmOutput.print(format == OutputFormat.JSON ? json(objects) + "\n" : Yaml.print(objects));
  }

  private static String json(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      StringBuilder text = new StringBuilder("[");
      for (Object item : list) {
        text.append(text.length() > 1 ? "," : "").append(json(item));
      }
      return text.append(']').toString();
    }
    if (tree instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder("{");
      map.forEach(
          (key, value) ->
              text.append(text.length() > 1 ? "," : "")
                  .append(Json.print(key))
                  .append(':')
                  .append(json(value)));
      return text.append('}').toString();
    }
    return Json.print(tree);
  }
}
