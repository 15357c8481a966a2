package io.autohelm.agent.cli;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a running agent how its releases are, and shows them. */
final class AgentStatus {
  private static final List<String> COLUMNS =
      List.of(
          "NAMESPACE",
          "NAME",
          "CHART",
          "REVISION",
          "STATE",
          "HEALTH",
          "DRIFT",
          "LAST SYNC",
          "ERROR");

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
    URI uri;
    try {
      uri = URI.create((address.endsWith("/") ? address : address + "/") + "api/v1/releases");
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofSeconds(5))
              .build()
              .send(
                  HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                  HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 200 && Json.parse(response.body()) instanceof List<?> list) {
        return list;
      }
      throw new CommandException(
          2, uri + " answered with status " + response.statusCode() + ", not with releases");
    } catch (IOException | YamlException | IllegalArgumentException e) {
      throw new CommandException(2, "no agent answers at " + address + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(2, "interrupted");
    }
  }

  private static void table(List<Map<?, ?>> releases) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(COLUMNS);
    for (Map<?, ?> release : releases) {
      int drifted =
          release.get("drift") instanceof Map<?, ?> drift
                  && drift.get("objects") instanceof List<?> objects
              ? objects.size()
              : 0;
      rows.add(
          List.of(
              text(release.get("namespace")),
              text(release.get("name")),
              text(release.get("chart")),
              text(release.get("revision")),
              text(release.get("state")),
              text(release.get("health")),
              drifted == 0 ? "none" : String.format(Locale.ROOT, "%d objects", drifted),
              text(release.get("lastSync")),
              text(release.get("error"))));
    }
    int[] widths = new int[COLUMNS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i));
        if (i < widths.length - 1) {
          line.append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
      }
      HelmOutput.line(line.toString().stripTrailing());
    }
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double number ? Long.toString(number.longValue()) : value.toString();
  }
}
