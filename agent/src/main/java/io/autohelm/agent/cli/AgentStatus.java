package io.autohelm.agent.cli;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a running agent how its releases are, and shows them. */
final class AgentStatus {
  private final String address;

  /**
   * @param address the agent's
   */
  AgentStatus(String address) {
    this.address = address;
  }

  /**
   * Prints the releases of a namespace, or of all; gives the exit code.
   *
   * @param namespace null for all
   */
  int print(@Nullable String namespace, OutputFormat format) {
    List<Map<?, ?>> releases = new ArrayList<>();
    for (Object item : ask()) {
      if (item instanceof Map<?, ?> release
          && (namespace == null || namespace.equals(release.get("namespace")))) {
        releases.add(release);
      }
    }
    switch (format) {
      case JSON -> HelmOutput.line(Json.printPretty(releases));
      case YAML -> HelmOutput.print(Yaml.print(releases));
      case TABLE -> table(releases);
    }
    return releases.stream().allMatch(release -> "healthy".equals(release.get("health"))) ? 0 : 1;
  }

  private List<?> ask() {
    try {
      if (AgentHttp.get(address, "api/v1/releases").map(Json::parse).orElse(null)
          instanceof List<?> list) {
        return list;
      }
    } catch (YamlException e) {
      // Told below.
    }
    throw new CommandException(2, address + " does not answer as an agent does");
  }

  private static void table(List<Map<?, ?>> releases) {
    Columns columns =
        new Columns(
            "NAMESPACE",
            "NAME",
            "CHART",
            "REVISION",
            "STATE",
            "HEALTH",
            "DRIFT",
            "LAST SYNC",
            "ERROR");
    for (Map<?, ?> release : releases) {
      columns.add(
          List.of(
              Columns.cell(release.get("namespace")),
              Columns.cell(release.get("name")),
              Columns.cell(release.get("chart")),
              Columns.revision(release),
              Columns.cell(release.get("state")),
              Columns.cell(release.get("health")),
              drift(release),
              Columns.time(release.get("lastSync")),
              Columns.cell(release.get("error"))));
    }
    HelmOutput.print(columns.text());
  }

  /** How many objects of a release differ. */
  static String drift(Map<?, ?> release) {
    int drifted =
        release.get("drift") instanceof Map<?, ?> drift
                && drift.get("objects") instanceof List<?> objects
            ? objects.size()
            : 0;
    return drifted == 0 ? "none" : drifted + (drifted == 1 ? " object" : " objects");
  }
}
