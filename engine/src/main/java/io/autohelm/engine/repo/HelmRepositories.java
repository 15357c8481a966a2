package io.autohelm.engine.repo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The repositories that a user has named, with their indexes kept where Helm keeps them, so that
 * either program finds what the other brought.
 */
public final class HelmRepositories {
  private static final long MAX_INDEX = 1L << 30;

  private final HelmFolders folders;
  private final RepositoryConnections connections;
  private final Consumer<String> warnings;

  /**
   * @param environment for the proxy
   * @param warnings takes what Helm logs as warnings
   */
  public HelmRepositories(
      HelmFolders folders,
      Map<String, String> environment,
      Clock clock,
      Consumer<String> warnings) {
    this.folders = folders;
    this.connections = new RepositoryConnections(Map.of(), List.of(), environment, clock);
    this.warnings = warnings;
  }

  /**
   * Brings a repository's index and keeps it, with the list of its charts beside it.
   *
   * @throws RepositoryException when there is none, in Helm's words
   */
  public void update(RepositoryEntry entry) throws IOException {
    checkAddress(entry.url());
    Files.createDirectories(folders.repositoryCache());
    Path aside = Files.createTempFile(folders.repositoryCache(), "index", ".part");
    try {
      download(index(entry.url()), ChartAccess.of(entry), entry.url(), aside, MAX_INDEX);
      IndexFile index = IndexFile.read(aside, chart -> true, warnings);
      Path list = Files.createTempFile(folders.repositoryCache(), "charts", ".part");
      Files.write(list, index.entries().keySet());
      publish(list, folders.chartList(entry.name()));
      publish(aside, folders.index(entry.name()));
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static void publish(Path aside, Path file) throws IOException {
    ContentCache.readable(aside);
    ContentCache.move(aside, file);
  }

  private static void checkAddress(String url) {
    URI address;
    try {
      address = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException("invalid chart URL format: " + url, e);
    }
    String scheme = address.getScheme() == null ? "" : address.getScheme();
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new RepositoryException("could not find protocol handler for: " + scheme);
    }
  }

  private static String index(String repository) {
    return absolute(repository, "index.yaml");
  }

  /** Takes a repository's kept files away. */
  public void forget(String name) throws IOException {
    Files.deleteIfExists(folders.chartList(name));
    Files.deleteIfExists(folders.index(name));
  }

  /**
   * A chart that a reference was found to mean.
   *
   * @param url of its archive
   * @param digest as the index gives it; empty where it does not
   * @param trusted the address whose host the credentials are for
   */
  public record Located(String url, String digest, ChartAccess access, String trusted) {}

  /**
   * Finds a chart.
   *
   * @param reference {@code NAME/CHART} of a named repository, the address of an archive, or a
   *     chart's name where the options give a repository
   * @param version a version or a constraint; empty takes the newest release
   * @throws RepositoryException when there is no such chart, in Helm's words
   */
  public Located locate(String reference, String version, ChartAccess given) throws IOException {
    if (!given.repository().isEmpty()) {
      return inRepository(reference, version, given);
    }
    if (reference.contains("://")) {
      return new Located(reference, "", owner(reference, given), reference);
    }
    int slash = reference.indexOf('/');
    if (slash < 0) {
      throw new RepositoryException(
          "non-absolute URLs should be in form of repo_name/path_to_chart, got: " + reference);
    }
    String name = reference.substring(0, slash);
    String chart = reference.substring(slash + 1);
    RepositoryEntry entry =
        RepositoriesFile.read(folders.repositoryConfig())
            .get(name)
            .orElseThrow(() -> new RepositoryException("repo " + name + " not found"));
    if (entry.url().isEmpty()) {
      throw new RepositoryException("no URL found for repository " + name);
    }
    ChartEntry found = inIndex(name, chart, version);
    if (found.urls().isEmpty()) {
      throw new RepositoryException("chart \"" + reference + "\" has no downloadable URLs");
    }
    return new Located(
        absolute(entry.url(), found.urls().get(0)),
        bare(found.digest()),
        given.over(entry),
        entry.url());
  }

  /** The kept index's entry. */
  private ChartEntry inIndex(String repository, String chart, String version) throws IOException {
    Path file = folders.index(repository);
    IndexFile index;
    try {
      if (!Files.exists(file)) {
        throw new RepositoryException("open " + file + ": no such file or directory");
      }
      index = IndexFile.read(file, chart::equals, warnings);
    } catch (RepositoryException e) {
      throw new RepositoryException(
          "no cached repo found. (try 'helm repo update'): " + e.getMessage(), e);
    }
    try {
      return index.get(chart, version, warnings);
    } catch (RepositoryException e) {
      throw new RepositoryException(
          "chart \""
              + chart
              + "\" matching "
              + version
              + " not found in "
              + repository
              + " index. (try 'helm repo update'): "
              + e.getMessage(),
          e);
    }
  }

  private Located inRepository(String chart, String version, ChartAccess given) throws IOException {
    String repository = given.repository();
    Path file = Files.createTempFile("index", ".yaml");
    try {
      checkAddress(repository);
      IndexFile index;
      try {
        download(index(repository), given, repository, file, MAX_INDEX);
        index = IndexFile.read(file, chart::equals, warnings);
      } catch (RepositoryException e) {
        throw new RepositoryException(
            "looks like \""
                + repository
                + "\" is not a valid chart repository or cannot be reached: "
                + e.getMessage(),
            e);
      }
      String what =
          "chart \"" + chart + "\"" + (version.isEmpty() ? "" : " version \"" + version + "\"");
      ChartEntry found;
      try {
        found = index.get(chart, version, warnings);
      } catch (RepositoryException e) {
        throw new RepositoryException(what + " not found in " + repository + " repository", e);
      }
      if (found.urls().isEmpty()) {
        throw new RepositoryException(what + " has no downloadable URLs");
      }
      return new Located(
          absolute(repository, found.urls().get(0)), bare(found.digest()), given, repository);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String bare(String digest) {
    return digest.substring(digest.indexOf(':') + 1);
  }

  /** The options for an address: those of the named repository that lists it, if one does. */
  private ChartAccess owner(String url, ChartAccess given) throws IOException {
    for (RepositoryEntry entry : RepositoriesFile.read(folders.repositoryConfig()).entries()) {
      Path file = folders.index(entry.name());
      if (!Files.exists(file)) {
        continue;
      }
      boolean isListed =
          IndexFile.read(file, chart -> true, warning -> {}).entries().values().stream()
              .flatMap(List::stream)
              .anyMatch(chart -> chart.urls().contains(url));
      if (isListed) {
        return given.over(entry);
      }
    }
    return given;
  }

  /** An address of an index made absolute; a query of the repository's address stays. */
  static String absolute(String repository, String url) {
    try {
      URI asked = new URI(url.replace(" ", "%20"));
      if (asked.isAbsolute()) {
        return url;
      }
      URI base = new URI(repository);
      String path = base.getRawPath() == null ? "" : base.getRawPath();
      URI folder =
          new URI(
              base.getScheme()
                  + "://"
                  + base.getRawAuthority()
                  + (path.endsWith("/") ? path : path + "/"));
      return folder.resolve(asked) + (base.getRawQuery() == null ? "" : "?" + base.getRawQuery());
    } catch (java.net.URISyntaxException e) {
      throw new RepositoryException("failed to make chart URL absolute: " + e.getMessage(), e);
    }
  }

  /**
   * Brings what an address gives.
   *
   * @param trusted the address whose host the credentials are for
   * @throws RepositoryException when it does not answer with 200, in Helm's words
   */
  void download(String url, ChartAccess given, String trusted, Path to, long limit)
      throws IOException {
    URI asked = URI.create(url);
    HttpFetch.Answer answer;
    try {
      answer =
          connections
              .http(given.access())
              .get(asked, Map.of(), given.passCredentials() || isSameServer(asked, trusted));
    } catch (RepositoryException e) {
      throw GoWords.of(asked, e);
    }
    try (InputStream body = answer.body()) {
      if (answer.status() != 200) {
        throw new RepositoryException(
            "failed to fetch " + url + " : " + HttpStatus.text(answer.status()));
      }
      if (given.access().tls().unverified()) {
        warnings.accept("the certificate of " + asked.getHost() + " is not verified");
      }
      ContentCache.copy(body, to, limit, url);
    }
  }

  private static boolean isSameServer(URI asked, String trusted) {
    Optional<URI> other = trusted.isEmpty() ? Optional.empty() : Optional.of(URI.create(trusted));
    return other.isPresent()
        && String.valueOf(asked.getScheme()).equals(other.get().getScheme())
        && HttpFetch.isSameHost(asked, other.get());
  }
}
