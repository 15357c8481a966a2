package io.autohelm.agent.cli;

import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The namespace that a command works in where none is given, found as Helm finds it. */
final class KubeconfigNamespace {
  private KubeconfigNamespace() {}

  /**
   * @param given the option's value; null where it was not used
   */
  static String find(@Nullable String given, Map<String, String> environment) {
    if (given != null && !given.isEmpty()) {
      return given;
    }
    String helms = environment.getOrDefault("HELM_NAMESPACE", "");
    return helms.isEmpty() ? ofKubeconfig(environment) : helms;
  }

  private static String ofKubeconfig(Map<String, String> environment) {
    String files = environment.getOrDefault("KUBECONFIG", "");
    Path file =
        files.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".kube", "config")
            : Path.of(files.split(File.pathSeparator, -1)[0]);
    if (!Files.isReadable(file)) {
      return "default";
    }
    try {
      if (Yaml.parse(Files.readString(file)) instanceof Map<?, ?> config
          && config.get("contexts") instanceof List<?> contexts) {
        for (Object item : contexts) {
          if (item instanceof Map<?, ?> named
              && named.get("name") != null
              && named.get("name").equals(config.get("current-context"))
              && named.get("context") instanceof Map<?, ?> context
              && context.get("namespace") instanceof String namespace
              && !namespace.isEmpty()) {
            return namespace;
          }
        }
      }
    } catch (IOException | YamlException e) {
      return "default"; // a broken kubeconfig must not stop a rendering that needs no cluster
    }
    return "default";
  }
}
