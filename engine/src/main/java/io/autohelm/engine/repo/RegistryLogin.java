package io.autohelm.engine.repo;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps credentials for registries where {@code helm registry login} keeps them: in Docker's
 * format, readable by their owner alone.
 */
public final class RegistryLogin {
  private static final String AUTHS = "auths";
  private static final String HUB = "https://index.docker.io/v1/";
  private static final Pattern INDENT = Pattern.compile("(?m)^( {2})+");

  private final Path file;
  private final Map<String, String> environment;
  private final Clock clock;

  /**
   * @param file the {@code config.json}
   * @param environment for the proxy
   */
  public RegistryLogin(Path file, Map<String, String> environment, Clock clock) {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  /**
   * Tries credentials, and keeps them where the registry takes them.
   *
   * @param host with its port, without a path
   * @throws RepositoryException when it does not take them
   */
  public void login(String host, ChartAccess given) throws IOException {
    if (host.contains("/")) {
      throw new RepositoryException("invalid reference: invalid registry \"" + host + "\"");
    }
    RepositoryAccess access = given.access();
    HttpFetch http =
        new RepositoryConnections(Map.of(), List.of(), environment, clock).http(access);
    URI ping = URI.create((given.plainHttp() ? "http://" : "https://") + host + "/v2/");
    int status;
    try {
      status = ping(http, access, host, ping, Optional::empty);
    } catch (RepositoryException e) {
      throw new RepositoryException(
          "authenticating to \"" + host + "\": " + GoWords.of(ping, e).getMessage(), e);
    }
    if (status != 200) {
      throw new RepositoryException(
          "authenticating to \""
              + host
              + "\": GET \""
              + ping
              + "\": response status code "
              + HttpStatus.text(status).replaceFirst(" ", ": "));
    }
    String pair = given.username() + ":" + given.password();
    Map<String, @Nullable Object> kept = new TreeMap<>();
    kept.put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    Map<String, @Nullable Object> config = read();
    Map<String, @Nullable Object> auths = auths(config);
    auths.put(key(host), kept);
    write(config, auths);
  }

  /** The status with which a registry answers at {@code /v2/}, after its challenge was answered. */
  static int ping(
      HttpFetch http,
      RepositoryAccess access,
      String host,
      URI ping,
      Supplier<Optional<DockerConfig.Credential>> docker) {
    HttpFetch.Answer first = http.get(ping, Map.of(), false);
    first.close();
    if (first.status() != 401) {
      return first.status();
    }
    String authorization =
        new RegistryAuthorization(http, access, host, docker)
            .authorize(first.header("WWW-Authenticate"), ping, "");
    HttpFetch.Answer second =
        http.send(
            new HttpFetch.Request("GET", ping, Map.of(), authorization, BodyPublishers.noBody()));
    second.close();
    return second.status();
  }

  /** Forgets the credentials for a registry; none is no mistake. */
  public void logout(String host) throws IOException {
    Map<String, @Nullable Object> config = read();
    Map<String, @Nullable Object> auths = auths(config);
    if (auths.containsKey(key(host))) {
      auths.remove(key(host));
      write(config, auths);
    }
  }

  private static String key(String host) {
    return host.equals("docker.io") || host.equals("registry-1.docker.io") ? HUB : host;
  }

  private Map<String, @Nullable Object> read() throws IOException {
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    try {
      if (Json.parseExact(Files.readString(file)) instanceof Map<?, ?> config) {
        return sorted(config);
      }
    } catch (YamlException e) {
      throw new RepositoryException(
          "the registries' credentials in " + file + " cannot be read: " + e.getMessage(), e);
    }
    return new TreeMap<>();
  }

  private static Map<String, @Nullable Object> sorted(Map<?, ?> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    return sorted;
  }

  private static Map<String, @Nullable Object> auths(Map<String, @Nullable Object> config) {
    return config.get(AUTHS) instanceof Map<?, ?> auths ? sorted(auths) : new TreeMap<>();
  }

  private void write(Map<String, @Nullable Object> config, Map<String, @Nullable Object> auths)
      throws IOException {
    config.put(AUTHS, auths);
    Path folder = file.toAbsolutePath().resolveSibling("");
    Files.createDirectories(folder);
    // A temporary file is its owner's alone, and keeps that when it is renamed.
    Path aside = Files.createTempFile(folder, "config", ".part");
    try {
      String text = Json.printPretty(config);
      Files.writeString(
          aside,
          INDENT.matcher(text).replaceAll(indent -> "\t".repeat(indent.group().length() / 2)));
      ContentCache.move(aside, file);
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
