package io.autohelm.engine.repo;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ChartMuseum's API: what it holds, uploads, deletions. A server with tenants has a repository at
 * {@code https://HOST/ORG/REPO}, whose API is at {@code https://HOST/api/ORG/REPO/charts}.
 */
public final class ChartMuseum {
  private static final int MAX_ANSWER = 64 << 20;
  private static final String GZIP = "application/gzip";

  private final RepositoryConnections connections;
  private final String address;
  private final String root;

  /**
   * @param address the repository's, as {@code helm repo add} takes it
   * @param root where the server's own paths begin, below its host: its {@code --context-path};
   *     empty for none
   */
  public ChartMuseum(RepositoryConnections connections, String address, String root) {
    this.connections = connections;
    this.address = address.replaceAll("/+$", "");
    this.root = root.replaceAll("^/*|/+$", "");
  }

  /**
   * A version of a chart on the server.
   *
   * @param digest SHA-256 in hexadecimal digits
   */
  public record Version(String name, String version, String digest, List<String> urls) {}

  /** All versions of all charts. */
  public List<Version> list() {
    List<Version> all = new ArrayList<>();
    if (read("") instanceof Map<?, ?> charts) {
      charts.values().forEach(versions -> add(all, versions));
    }
    return all;
  }

  /** The versions of one chart; none where the server does not know it. */
  public List<Version> versions(String chart) {
    List<Version> all = new ArrayList<>();
    add(all, read("/" + RegistryAuthorization.encode(chart)));
    return all;
  }

  private static void add(List<Version> all, Object versions) {
    if (!(versions instanceof List<?> list)) {
      return;
    }
    for (Object item : list) {
      if (item instanceof Map<?, ?> version) {
        List<String> urls = new ArrayList<>();
        if (version.get("urls") instanceof List<?> given) {
          given.forEach(url -> urls.add(String.valueOf(url)));
        }
        all.add(
            new Version(
                text(version.get("name")),
                text(version.get("version")),
                text(version.get("digest")),
                List.copyOf(urls)));
      }
    }
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }

  /**
   * Uploads an archive and its provenance file, each where it is there.
   *
   * @param force whether a version that is there is replaced, where the server allows that
   * @throws RepositoryException in the server's words when it refuses
   */
  public void upload(Path archive, Optional<Path> provenance, boolean force) {
    String query = force ? "?force=true" : "";
    send("POST", api("charts") + query, file(archive), GZIP, 201, "uploading " + archive);
    provenance.ifPresent(
        file ->
            send("POST", api("prov") + query, file(file), "text/plain", 201, "uploading " + file));
  }

  private static BodyPublisher file(Path file) {
    try {
      return BodyPublishers.ofByteArray(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new RepositoryException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Deletes a version with its provenance file.
   *
   * @throws RepositoryException in the server's words when it refuses
   */
  public void delete(String chart, String version) {
    send(
        "DELETE",
        api("charts")
            + "/"
            + RegistryAuthorization.encode(chart)
            + "/"
            + RegistryAuthorization.encode(version),
        BodyPublishers.noBody(),
        GZIP,
        200,
        "deleting " + chart + " " + version);
  }

  /** The address of a part of the API: tenants stand behind {@code /api}. */
  private String api(String part) {
    URI base;
    try {
      base = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(address + " is no address: " + e.getMessage(), e);
    }
    String host = base.getScheme() + "://" + base.getRawAuthority();
    String path = Objects.toString(base.getRawPath(), "").replaceAll("^/+", "");
    String tenant = path;
    String start = host;
    if (!root.isEmpty() && (path.equals(root) || path.startsWith(root + "/"))) {
      start = host + "/" + root;
      tenant = path.substring(root.length()).replaceAll("^/+", "");
    }
    return start + "/api/" + (tenant.isEmpty() ? "" : tenant + "/") + part;
  }

  private Object read(String below) {
    RepositoryAccess how = connections.access(address);
    String uri = api("charts") + below;
    try (HttpFetch.Answer answer = connections.http(how).get(URI.create(uri), Map.of(), true)) {
      if (answer.status() == 404 && !below.isEmpty()) {
        return List.of();
      }
      if (answer.status() != 200) {
        throw new RepositoryException(uri + " answers with status " + answer.status());
      }
      return Objects.requireNonNullElse(Json.parse(answer.text(MAX_ANSWER)), "");
    } catch (IOException | YamlException e) {
      throw new RepositoryException(uri + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void send(
      String method, String uri, BodyPublisher body, String type, int expected, String what) {
    RepositoryAccess how = connections.access(address);
    HttpFetch.Request request =
        new HttpFetch.Request(
            method,
            URI.create(uri),
            Map.of("Content-Type", type),
            how.login().authorization(),
            body);
    try (HttpFetch.Answer answer = connections.http(how).send(request)) {
      if (answer.status() != expected) {
        throw new RepositoryException(what + " to " + address + " is refused: " + refusal(answer));
      }
    } catch (IOException e) {
      throw new RepositoryException(uri + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** ChartMuseum says why in a field. */
  private static String refusal(HttpFetch.Answer answer) throws IOException {
    String text = new String(answer.bytes(1 << 16), StandardCharsets.UTF_8);
    String status = "status " + answer.status();
    try {
      return Json.parse(text) instanceof Map<?, ?> map && map.get("error") instanceof String why
          ? status + ", " + why
          : status;
    } catch (YamlException e) {
      return status;
    }
  }
}
