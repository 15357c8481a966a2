package io.autohelm.engine.repo;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches a hub of charts: Artifact Hub, by the interface that it shares with Monocular. */
public final class HubSearch {
  private static final String PATH = "/api/chartsvc/v1/charts/search";
  private static final int MAX_ANSWER = 32 << 20;

  private final RepositoryConnections connections;

  /**
   * @param environment for the proxy
   */
  public HubSearch(Map<String, String> environment, Clock clock) {
    this.connections = new RepositoryConnections(Map.of(), List.of(), environment, clock);
  }

  /**
   * A chart of the hub.
   *
   * @param url its page
   */
  public record Found(
      String url,
      String version,
      String appVersion,
      String description,
      String repositoryUrl,
      String repositoryName) {}

  /**
   * Asks the hub.
   *
   * @param endpoint the hub's address
   * @throws RepositoryException when it does not answer, in Helm's words
   */
  public List<Found> search(String endpoint, String term) {
    URI hub = hub(endpoint);
    String path = hub.getRawPath() == null ? "" : hub.getRawPath().replaceAll("/+$", "");
    URI asked =
        URI.create(
            hub.getScheme()
                + "://"
                + hub.getRawAuthority()
                + path
                + PATH
                + "?q="
                + URLEncoder.encode(term, StandardCharsets.UTF_8));
    try {
      HttpFetch.Answer answer =
          connections.http(RepositoryAccess.ANONYMOUS).get(asked, Map.of(), false);
      String text = answer.text(MAX_ANSWER);
      if (answer.status() != 200) {
        throw failure(endpoint, null);
      }
      return found(endpoint, text);
    } catch (RepositoryException | IOException e) {
      throw failure(endpoint, e);
    }
  }

  private static URI hub(String endpoint) {
    try {
      URI hub = URI.create(endpoint);
      if (hub.getHost() != null && hub.getScheme() != null) {
        return hub;
      }
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          "unable to create connection to \"" + endpoint + "\": " + e.getMessage(), e);
    }
    throw new RepositoryException(
        "unable to create connection to \"" + endpoint + "\": no hostname provided");
  }

  private static RepositoryException failure(String endpoint, @Nullable Throwable cause) {
    return new RepositoryException("unable to perform search against \"" + endpoint + "\"", cause);
  }

  /** What cannot be read of an answer is left out, as Helm leaves it out. */
  private static List<Found> found(String endpoint, String text) {
    List<Found> found = new ArrayList<>();
    Object tree;
    try {
      tree = Json.parse(text);
    } catch (YamlException e) {
      return found;
    }
    if (tree instanceof Map<?, ?> answer && answer.get("data") instanceof List<?> data) {
      for (Object item : data) {
        String page = text(item, "artifactHub", "packageUrl");
        found.add(
            new Found(
                page.isEmpty() ? endpoint + "/charts/" + text(item, "id") : page,
                text(item, "relationships", "latestChartVersion", "data", "version"),
                text(item, "relationships", "latestChartVersion", "data", "app_version"),
                text(item, "attributes", "description"),
                text(item, "attributes", "repo", "url"),
                text(item, "attributes", "repo", "name")));
      }
    }
    return found;
  }

  private static String text(@Nullable Object tree, String... path) {
    Object at = tree;
    for (String key : path) {
      at = at instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return at == null ? "" : at.toString();
  }
}
