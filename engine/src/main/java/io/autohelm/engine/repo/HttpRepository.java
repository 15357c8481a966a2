package io.autohelm.engine.repo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository with an index.yaml over HTTP. The index is asked for with its validator and read
 * only when it changed.
 */
final class HttpRepository {
  private static final long MAX_INDEX = 1L << 30;

  private final String address;
  private final HttpFetch http;
  private final RepositoryAccess access;
  private final ContentCache cache;

  HttpRepository(String address, HttpFetch http, RepositoryAccess access, ContentCache cache) {
    this.address = address.endsWith("/") ? address : address + "/";
    this.http = http;
    this.access = access;
    this.cache = cache;
  }

  /** Whether the server is asked for its index. */
  enum Asking {
    ANEW,
    KEPT
  }

  ResolvedChart resolve(ChartReference reference, Asking asking) {
    try {
      List<IndexEntry> versions = Index.versions(index(asking), reference.name());
      String what = reference.name() + " in " + address;
      IndexEntry chosen =
          VersionChoice.choose(versions, IndexEntry::version, reference.version(), what);
      // Addresses of an index may be relative to it.
      URI url = URI.create(address).resolve(chosen.urls().get(0));
      String pinned = reference.digest().replaceFirst("^sha256:", "");
      if (!pinned.isEmpty() && !chosen.digest().isEmpty() && !pinned.equals(chosen.digest())) {
        throw new RepositoryException(
            RepositoryException.Kind.UNTRUSTED,
            "chart "
                + what
                + " has in version "
                + chosen.version()
                + " the digest sha256:"
                + chosen.digest()
                + ", not sha256:"
                + pinned,
            null);
      }
      return new ResolvedChart(
          chosen.name(),
          chosen.version(),
          url.toString(),
          pinned.isEmpty() ? chosen.digest() : pinned,
          url + ".prov",
          NewerVersions.of(chosen.version(), versions.stream().map(IndexEntry::version).toList()));
    } catch (IOException e) {
      throw new RepositoryException(
          "the index of " + address + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          "the index of " + address + " has a broken address: " + e.getMessage(), e);
    }
  }

  private String url() {
    return address + "index.yaml";
  }

  boolean hasKeptIndex() {
    return cache.index(url()).isPresent();
  }

  private Path index(Asking asking) {
    Optional<ContentCache.KeptIndex> kept = cache.index(url());
    if (asking == Asking.KEPT && kept.isPresent()) {
      return kept.get().file();
    }
    return asked(kept);
  }

  /** Asks for the index and keeps it. */
  void refresh() {
    asked(cache.index(url()));
  }

  private Path asked(Optional<ContentCache.KeptIndex> kept) {
    String url = url();
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(address + " is no address: " + e.getMessage(), e);
    }
    try {
      return http.whole(url, () -> asked(uri, kept));
    } catch (IOException e) {
      throw new RepositoryException(url + " cannot be kept: " + e.getMessage(), e);
    }
  }

  private Path asked(URI uri, Optional<ContentCache.KeptIndex> kept) throws IOException {
    try (HttpFetch.Answer answer = http.get(uri, validators(kept), true)) {
      if (answer.status() == 304 && kept.isPresent()) {
        return kept.get().file();
      }
      if (answer.status() != 200) {
        throw refused(answer, uri);
      }
      Path download = cache.temporary();
      try {
        ContentCache.copy(answer.body(), download, MAX_INDEX, "the index of " + address);
        return cache.keepIndex(
            uri.toString(), validator(answer), file -> Index.shorten(download, file, address));
      } finally {
        Files.deleteIfExists(download);
      }
    }
  }

  private static RepositoryException refused(HttpFetch.Answer answer, URI uri) {
    return new RepositoryException(
        answer.status() >= 500 || answer.status() == 429
            ? RepositoryException.Kind.UNREACHABLE
            : RepositoryException.Kind.OTHER,
        HttpFetch.shown(uri) + " answers with status " + answer.status(),
        null);
  }

  private static Map<String, String> validators(Optional<ContentCache.KeptIndex> kept) {
    String validator = kept.map(ContentCache.KeptIndex::validator).orElse("");
    int colon = validator.indexOf(": ");
    return colon < 0
        ? Map.of()
        : Map.of(validator.substring(0, colon), validator.substring(colon + 2));
  }

  private static String validator(HttpFetch.Answer answer) {
    String tag = answer.header("ETag");
    if (!tag.isEmpty()) {
      return "If-None-Match: " + tag;
    }
    String modified = answer.header("Last-Modified");
    return modified.isEmpty() ? "" : "If-Modified-Since: " + modified;
  }

  /**
   * What is at an address of the index; to be closed.
   *
   * @throws MissingException when there is nothing
   */
  InputStream open(String address) throws MissingException {
    URI url = URI.create(address);
    boolean trusted =
        access.passCredentials() || HttpFetch.isSameHost(url, URI.create(this.address));
    HttpFetch.Answer answer = http.get(url, Map.of(), trusted);
    if (answer.status() != 200) {
      answer.close();
      RepositoryException refusal = refused(answer, url);
      if (answer.status() == 404) {
        throw new MissingException(String.valueOf(refusal.getMessage()));
      }
      throw refusal;
    }
    return answer.body();
  }
}
