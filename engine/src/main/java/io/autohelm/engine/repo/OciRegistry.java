package io.autohelm.engine.repo;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Charts in an OCI registry: a repository a chart, a tag a version ({@code +} written as {@code
 * _}).
 */
final class OciRegistry {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String CONFIG = "application/vnd.cncf.helm.config.v1+json";
  static final String CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
  static final String PROVENANCE_LAYER = "application/vnd.cncf.helm.chart.provenance.v1.prov";
  private static final List<String> CHART_LAYERS = List.of(CHART_LAYER, "application/tar+gzip");
  private static final int MAX_TEXT = 16 * 1024 * 1024;
  private static final int MAX_PAGES = 100;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"?next\"?");
  private static final Pattern VERSION =
      Pattern.compile("v?[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?");

  private final String host;
  private final String path;
  private final HttpFetch http;
  private final RepositoryAccess access;
  private final RegistryAuthorization authorizing;
  private String authorization = "";

  /**
   * @param repository {@code oci://HOST/PATH}, without the chart's name
   * @param docker what Docker's files know of a host
   */
  OciRegistry(
      String repository,
      String chart,
      HttpFetch http,
      RepositoryAccess access,
      Function<String, Optional<DockerConfig.Credential>> docker) {
    String rest = repository.substring("oci://".length()).replaceAll("/+$", "");
    int slash = rest.indexOf('/');
    this.host = slash < 0 ? rest : rest.substring(0, slash);
    String folder = slash < 0 ? "" : rest.substring(slash + 1);
    this.path = folder + (folder.isEmpty() || chart.isEmpty() ? "" : "/") + chart;
    this.http = http;
    this.access = access;
    this.authorizing = new RegistryAuthorization(http, access, host, () -> docker.apply(host));
  }

  /** {@code HOST/PATH}. */
  String name() {
    return host + "/" + path;
  }

  private URI uri(String rest) {
    try {
      return URI.create(
          (access.plainHttp() ? "http://" : "https://") + host + "/v2/" + path + rest);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException("oci://" + name() + " is no address: " + e.getMessage(), e);
    }
  }

  ResolvedChart resolve(ChartReference reference) {
    String tag = reference.digest();
    List<String> tags = List.of();
    if (tag.isEmpty() && VERSION.matcher(reference.version()).matches()) {
      tag = reference.version();
    } else if (tag.isEmpty()) {
      tags = tags();
      tag = chosen(tags, reference);
    }
    Map<?, ?> manifest = manifest(tag);
    String version = reference.digest().isEmpty() ? tag.replace('_', '+') : version(manifest);
    if (!reference.digest().isEmpty() && !reference.version().isEmpty()) {
      VersionChoice.choose(
          List.of(version), each -> each, reference.version(), "oci://" + name() + "@" + tag);
    }
    String chart = layer(manifest, CHART_LAYERS);
    if (chart.isEmpty()) {
      throw new RepositoryException("oci://" + name() + ":" + tag + " is no Helm chart");
    }
    String provenance = layer(manifest, List.of(PROVENANCE_LAYER));
    return new ResolvedChart(
        reference.name(),
        version,
        "oci://" + name() + "@" + chart,
        chart.substring("sha256:".length()),
        provenance.isEmpty() ? "" : "oci://" + name() + "@" + provenance,
        NewerVersions.of(version, tags));
  }

  /** What the manifest says of the chart's version: its annotation, which Helm always writes. */
  private static String version(Map<?, ?> manifest) {
    return manifest.get("annotations") instanceof Map<?, ?> annotations
            && annotations.get("org.opencontainers.image.version") instanceof String version
        ? version
        : "";
  }

  private static String layer(Map<?, ?> manifest, List<String> types) {
    if (manifest.get("layers") instanceof List<?> layers) {
      for (Object item : layers) {
        if (item instanceof Map<?, ?> layer
            && types.contains(String.valueOf(layer.get("mediaType")))
            && String.valueOf(layer.get("digest")).startsWith("sha256:")) {
          return String.valueOf(layer.get("digest"));
        }
      }
    }
    return "";
  }

  /** {@code sha256:} and the digest of the manifest that a tag names. */
  String manifestDigest(String tag) {
    String what = "the manifest of " + path + ":" + tag;
    byte[] bytes = read(uri("/manifests/" + tag.replace('+', '_')), MANIFEST, what).content();
    return "sha256:" + HexFormat.of().formatHex(ContentCache.sha256().digest(bytes));
  }

  /** The manifest of a tag or a digest; one that is asked for by digest must have it. */
  private Map<?, ?> manifest(String tag) {
    String what = "the manifest of " + path + ":" + tag;
    byte[] bytes = read(uri("/manifests/" + tag.replace('+', '_')), MANIFEST, what).content();
    if (tag.startsWith("sha256:")) {
      String came = "sha256:" + HexFormat.of().formatHex(ContentCache.sha256().digest(bytes));
      if (!came.equals(tag)) {
        throw new RepositoryException(
            RepositoryException.Kind.UNTRUSTED,
            what + " is not what was asked for: " + came + " came",
            null);
      }
    }
    return json(bytes, what);
  }

  private String chosen(List<String> tags, ChartReference reference) {
    return VersionChoice.choose(
        tags, tag -> tag, reference.version(), "oci://" + host + "/" + path);
  }

  /** All tags, with {@code +} again. */
  List<String> tags() {
    List<String> tags = new ArrayList<>();
    URI next = uri("/tags/list?n=1000");
    for (int page = 0; page < MAX_PAGES; page++) {
      String what = "the tags of " + path;
      Read answer = read(next, "application/json", what);
      if (json(answer.content(), what).get("tags") instanceof List<?> list) {
        list.forEach(tag -> tags.add(String.valueOf(tag).replace('_', '+')));
      }
      Matcher link = NEXT.matcher(answer.link());
      if (!link.find()) {
        break;
      }
      URI following = next.resolve(link.group(1));
      if (!HttpFetch.isSameHost(next, following)) {
        throw new RepositoryException(what + " are said to go on at another host: " + following);
      }
      next = following;
    }
    return tags;
  }

  /** A layer's bytes; to be closed. */
  InputStream open(String url) {
    String digest = url.substring(url.lastIndexOf('@') + 1);
    return get(uri("/blobs/" + digest), "*/*", "pull").body();
  }

  /** Uploads a blob unless it is there. */
  void putBlob(String digest, BodyPublisher content) {
    HttpFetch.Answer there =
        call("HEAD", uri("/blobs/" + digest), Map.of(), BodyPublishers.noBody(), "pull,push");
    there.close();
    if (there.status() == 200) {
      return;
    }
    HttpFetch.Answer started =
        call("POST", uri("/blobs/uploads/"), Map.of(), BodyPublishers.noBody(), "pull,push");
    expect(started, 202, "starting an upload to " + name());
    URI place = uri("/blobs/uploads/").resolve(started.header("Location"));
    String query = place.getRawQuery();
    URI put =
        URI.create(
            place
                + (query == null || query.isEmpty() ? "?" : "&")
                + "digest="
                + RegistryAuthorization.encode(digest));
    HttpFetch.Answer done =
        call("PUT", put, Map.of("Content-Type", "application/octet-stream"), content, "pull,push");
    expect(done, 201, "uploading to " + name());
  }

  /** Gives a manifest to a tag. */
  void putManifest(String tag, byte[] manifest) {
    HttpFetch.Answer done =
        call(
            "PUT",
            uri("/manifests/" + tag.replace('+', '_')),
            Map.of("Content-Type", MANIFEST),
            BodyPublishers.ofByteArray(manifest),
            "pull,push");
    expect(done, 201, "tagging " + name() + ":" + tag);
  }

  private static void expect(HttpFetch.Answer answer, int status, String what) {
    answer.close();
    if (answer.status() != status) {
      throw new RepositoryException(what + " is answered with status " + answer.status());
    }
  }

  private HttpFetch.Answer get(URI uri, String accept, String actions) {
    HttpFetch.Answer answer =
        call("GET", uri, Map.of("Accept", accept), BodyPublishers.noBody(), actions);
    if (answer.status() != 200) {
      answer.close();
      String message =
          answer.status() == 404
              ? "there is no chart oci://"
                  + name()
                  + uri.getPath().replaceFirst(".*/(manifests|tags|blobs)/", ", asked for ")
              : HttpFetch.shown(uri) + " answers with status " + answer.status();
      throw new RepositoryException(
          answer.status() >= 500
              ? RepositoryException.Kind.UNREACHABLE
              : RepositoryException.Kind.OTHER,
          message,
          null);
    }
    return answer;
  }

  private HttpFetch.Answer call(
      String method, URI uri, Map<String, String> headers, BodyPublisher body, String actions) {
    String known = uri.getHost().equals(uri("").getHost()) ? authorization : "";
    HttpFetch.Answer answer = http.send(new HttpFetch.Request(method, uri, headers, known, body));
    if (answer.status() != 401) {
      return answer;
    }
    answer.close();
    authorization =
        authorizing.authorize(
            answer.header("WWW-Authenticate"), uri, "repository:" + path + ":" + actions);
    return http.send(
        new HttpFetch.Request(method, uri, new LinkedHashMap<>(headers), authorization, body));
  }

  private static final class Read {
    private final byte[] content;
    private final String link;

    Read(byte[] content, String link) {
      this.content = content;
      this.link = link;
    }

    byte[] content() {
      return content;
    }

    String link() {
      return link;
    }
  }

  private Read read(URI uri, String accept, String what) {
    try {
      return http.whole(
          what,
          () -> {
            HttpFetch.Answer answer = get(uri, accept, "pull");
            return new Read(answer.bytes(MAX_TEXT), answer.header("Link"));
          });
    } catch (IOException e) {
      throw new RepositoryException(what + " cannot be read: " + e.getMessage(), e);
    }
  }

  static Map<?, ?> json(byte[] bytes, String what) {
    try {
      if (Json.parseExact(new String(bytes, StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (YamlException e) {
      throw new RepositoryException(what + " cannot be read: " + e.getMessage(), e);
    }
    throw new RepositoryException(what + " is no JSON object");
  }
}
