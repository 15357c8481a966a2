package io.autohelm.engine.repo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
  private final Consumer<String> warnings;

  HttpRepository(
      String address,
      HttpFetch http,
      RepositoryAccess access,
      ContentCache cache,
      Consumer<String> warnings) {
    this.address = address.endsWith("/") ? address : address + "/";
    this.http = http;
    this.access = access;
    this.cache = cache;
    this.warnings = warnings;
  }

  ResolvedChart resolve(ChartReference reference) {
    try {
      List<IndexEntry> versions = Index.versions(index(), reference.name());
      String what = reference.name() + " in " + address;
      IndexEntry chosen =
          VersionChoice.choose(versions, IndexEntry::version, reference.version(), what);
      // Addresses of an index may be relative to it.
      URI url = URI.create(address).resolve(chosen.urls().get(0));
      return new ResolvedChart(chosen.name(), chosen.version(), url.toString(), chosen.digest());
    } catch (IOException e) {
      throw new RepositoryException(
          "the index of " + address + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          "the index of " + address + " has a broken address: " + e.getMessage(), e);
    }
  }

  private Path index() {
    String url = address + "index.yaml";
    Optional<ContentCache.KeptIndex> kept = cache.index(url);
    HttpFetch.Answer answer;
    try {
      answer = http.get(URI.create(url), validators(kept), true);
    } catch (RepositoryException e) {
      if (kept.isPresent()) {
        warnings.accept(e.getMessage() + "; its last known index is used");
        return kept.get().file();
      }
      throw e;
    }
    try (InputStream body = answer.body()) {
      if (answer.status() == 304 && kept.isPresent()) {
        return kept.get().file();
      }
      if (answer.status() != 200) {
        if (kept.isPresent() && answer.status() >= 500) {
          warnings.accept(
              url + " answers with status " + answer.status() + "; its last known index is used");
          return kept.get().file();
        }
        throw new RepositoryException(url + " answers with status " + answer.status());
      }
      Path download = cache.temporary();
      try {
        ContentCache.copy(body, download, MAX_INDEX, "the index of " + address);
        return cache.keepIndex(
            url, validator(answer), file -> Index.shorten(download, file, address));
      } finally {
        Files.deleteIfExists(download);
      }
    } catch (IOException e) {
      throw new RepositoryException(url + " cannot be read: " + e.getMessage(), e);
    }
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

  /** The archive's bytes; to be closed. */
  InputStream open(ResolvedChart chart) {
    URI url = URI.create(chart.url());
    boolean trusted = access.passCredentials() || HttpFetch.isSameHost(url, URI.create(address));
    HttpFetch.Answer answer = http.get(url, Map.of(), trusted);
    if (answer.status() != 200) {
      try {
        answer.body().close();
      } catch (IOException e) {
        // The refusal is what matters.
      }
      throw new RepositoryException(url + " answers with status " + answer.status());
    }
    return answer.body();
  }
}
