package io.autohelm.agent.cli;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the agent is asked: at an address, or by way of the cluster's API server. */
final class AgentOptions {
  @Option(
      names = "--agent",
      paramLabel = "URL",
      description =
          "The agent's address (default: AUTOHELM_AGENT; otherwise its Service is asked by way of"
              + " the API server)")
  private @Nullable String address;

  @Option(
      names = "--agent-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "autohelm",
      description = "Where the agent runs (default: ${DEFAULT-VALUE})")
  private String namespace = "autohelm";

  @Option(
      names = "--agent-service",
      paramLabel = "NAME:PORT",
      defaultValue = "autohelm:http",
      description = "The agent's Service (default: ${DEFAULT-VALUE})")
  private String service = "autohelm:http";

  @Mixin KubeOptions kube = new KubeOptions();

  /** All releases that the agent knows. */
  List<Map<?, ?>> releases() {
    return tables("api/v1/releases");
  }

  List<Map<?, ?>> sources() {
    return tables("api/v1/sources");
  }

  /** The episodes of a release's drift, the newest first. */
  List<Map<?, ?>> drift(String in, String name) {
    try {
      return tables("api/v1/releases/" + encoded(in) + "/" + encoded(name) + "/drift");
    } catch (CommandException e) {
      if (release(in, name).isEmpty()) {
        throw new CommandException(2, "the agent knows no release " + in + "/" + name);
      }
      throw e;
    }
  }

  /** A release as the agent knows it, with where it is declared if the agent tells that. */
  Optional<Map<?, ?>> release(String in, String name) {
    try {
      Object detail = Json.parse(text("api/v1/releases/" + encoded(in) + "/" + encoded(name)));
      if (detail instanceof Map<?, ?> found) {
        return Optional.of(found);
      }
    } catch (CommandException | YamlException e) {
      // Not known, or nobody there: the list tells which.
    }
    return releases().stream()
        .filter(release -> in.equals(release.get("namespace")) && name.equals(release.get("name")))
        .findFirst();
  }

  /** File and line of a release's declaration; empty where the agent does not tell. */
  static String declaration(Map<?, ?> release) {
    return release.get("declared") instanceof Map<?, ?> place
        ? Columns.cell(place.get("file")) + ":" + Columns.cell(place.get("line"))
        : "";
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }

  private List<Map<?, ?>> tables(String path) {
    String text = text(path);
    try {
      if (Json.parse(text) instanceof List<?> list) {
        List<Map<?, ?>> tables = new ArrayList<>();
        for (Object item : list) {
          if (item instanceof Map<?, ?> table) {
            tables.add(table);
          }
        }
        return tables;
      }
    } catch (YamlException e) {
      throw new CommandException(2, place() + " does not answer as an agent does");
    }
    throw new CommandException(2, place() + " does not answer as an agent does");
  }

  private String text(String path) {
    String given = given();
    return given.isEmpty()
        ? throughCluster(path)
        : AgentHttp.get(given, path)
            .orElseThrow(() -> new CommandException(2, given + "/" + path + " is not there"));
  }

  private String given() {
    return address == null ? System.getenv().getOrDefault("AUTOHELM_AGENT", "") : address;
  }

  private String place() {
    String given = given();
    return given.isEmpty() ? "service " + namespace + "/" + service : given;
  }

  private String throughCluster(String path) {
    try (KubeConnection connection = kube.open()) {
      return connection.questions().service(namespace, service, path);
    } catch (ClusterException e) {
      throw new CommandException(
          2,
          "no agent answers: "
              + e.getMessage()
              + "; --agent or AUTOHELM_AGENT may name another address");
    }
  }
}
