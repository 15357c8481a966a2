package io.autohelm.engine.repo;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Charts in an OCI registry: a repository a chart, a tag a version ({@code +} written as {@code
 * _}).
 */
final class OciRegistry {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final List<String> CHART_LAYERS =
      List.of("application/vnd.cncf.helm.chart.content.v1.tar+gzip", "application/tar+gzip");
  private static final int MAX_TEXT = 16 * 1024 * 1024;
  private static final int MAX_PAGES = 100;
  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"?next\"?");

  private final String host;
  private final String path;
  private final HttpFetch http;
  private final RepositoryAccess access;
  private String authorization = "";

  /**
   * @param repository {@code oci://HOST/PATH}, without the chart's name
   */
  OciRegistry(String repository, String chart, HttpFetch http, RepositoryAccess access) {
    String rest = repository.substring("oci://".length()).replaceAll("/+$", "");
    int slash = rest.indexOf('/');
    this.host = slash < 0 ? rest : rest.substring(0, slash);
    this.path = (slash < 0 ? "" : rest.substring(slash + 1) + "/") + chart;
    this.http = http;
    this.access = access;
  }

  private URI uri(String rest) {
    return URI.create((access.plainHttp() ? "http://" : "https://") + host + "/v2/" + path + rest);
  }

  ResolvedChart resolve(ChartReference reference) {
    String tag = isExact(reference.version()) ? reference.version() : chosenTag(reference);
    Map<?, ?> manifest =
        json(
            get(uri("/manifests/" + tag.replace('+', '_')), MANIFEST),
            "the manifest of " + path + ":" + tag);
    if (manifest.get("layers") instanceof List<?> layers) {
      for (Object item : layers) {
        if (item instanceof Map<?, ?> layer
            && CHART_LAYERS.contains(String.valueOf(layer.get("mediaType")))
            && String.valueOf(layer.get("digest")).startsWith("sha256:")) {
          String digest = String.valueOf(layer.get("digest"));
          return new ResolvedChart(
              reference.name(),
              tag.replace('_', '+'),
              "oci://" + host + "/" + path + "@" + digest,
              digest.substring("sha256:".length()));
        }
      }
    }
    throw new RepositoryException("oci://" + host + "/" + path + ":" + tag + " is no Helm chart");
  }

  private static boolean isExact(String version) {
    return version.matches("v?[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?");
  }

  private String chosenTag(ChartReference reference) {
    List<String> tags = new ArrayList<>();
    URI next = uri("/tags/list?n=1000");
    for (int page = 0; page < MAX_PAGES; page++) {
      HttpFetch.Answer answer = get(next, "application/json");
      if (json(answer, "the tags of " + path).get("tags") instanceof List<?> list) {
        list.forEach(tag -> tags.add(String.valueOf(tag).replace('_', '+')));
      }
      Matcher link = NEXT.matcher(answer.header("Link"));
      if (!link.find()) {
        break;
      }
      next = next.resolve(link.group(1));
    }
    return VersionChoice.choose(
        tags, tag -> tag, reference.version(), "oci://" + host + "/" + path);
  }

  /** The archive's bytes; to be closed. */
  InputStream open(ResolvedChart chart) {
    HttpFetch.Answer answer = get(uri("/blobs/sha256:" + chart.digest()), "*/*");
    return answer.body();
  }

  private HttpFetch.Answer get(URI uri, String accept) {
    HttpFetch.Answer answer = http.get(uri, headers(accept), true);
    if (answer.status() == 401 && authorization.isEmpty()) {
      authorization = authorize(answer.header("WWW-Authenticate"), uri);
      answer = http.get(uri, headers(accept), true);
    }
    if (answer.status() != 200) {
      try {
        answer.body().close();
      } catch (IOException e) {
        // The refusal is what matters.
      }
      throw new RepositoryException(
          answer.status() == 404
              ? "there is no chart oci://"
                  + host
                  + "/"
                  + path
                  + uri.getPath().replaceFirst(".*/(manifests|tags|blobs)/", ", asked for ")
              : uri + " answers with status " + answer.status());
    }
    return answer;
  }

  private Map<String, String> headers(String accept) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", accept);
    if (!authorization.isEmpty()) {
      headers.put("Authorization", authorization);
    }
    return headers;
  }

  /** A token, as the registry's challenge asks for it; or basic credentials. */
  private String authorize(String challenge, URI uri) {
    if (!challenge.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
      String basic = http.basic();
      if (basic.isEmpty()) {
        throw new RepositoryException(uri + " wants credentials");
      }
      return basic;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      parameters.put(matcher.group(1), matcher.group(2));
    }
    String realm = parameters.getOrDefault("realm", "");
    URI service;
    try {
      service = URI.create(realm);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(uri + " names no service for tokens: " + challenge, e);
    }
    if (!"https".equals(service.getScheme()) && !access.plainHttp()) {
      throw new RepositoryException(
          uri + " wants a token from " + realm + ", which is not TLS: not asked");
    }
    URI asked =
        URI.create(
            realm
                + (realm.contains("?") ? "&" : "?")
                + "service="
                + encode(parameters.getOrDefault("service", ""))
                + "&scope="
                + encode(parameters.getOrDefault("scope", "repository:" + path + ":pull")));
    Map<?, ?> answer =
        json(http.get(asked, Map.of(), true), "the token service " + service.getHost());
    Object token = answer.get("token") == null ? answer.get("access_token") : answer.get("token");
    if (token == null) {
      throw new RepositoryException(
          "the token service " + service.getHost() + " gives no token: are the credentials right?");
    }
    return "Bearer " + token;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<?, ?> json(HttpFetch.Answer answer, String what) {
    try {
      Object tree = Json.parse(answer.text(MAX_TEXT));
      if (tree instanceof Map<?, ?> map) {
        return map;
      }
    } catch (YamlException | IOException e) {
      throw new RepositoryException(what + " cannot be read: " + e.getMessage(), e);
    }
    throw new RepositoryException(what + " is no JSON object");
  }
}
