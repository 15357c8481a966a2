package io.autohelm.engine.repo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How repositories and registries are reached: each by the access whose address is the longest
 * beginning of its own, registries that have none by Docker's credentials. Safe for many threads.
 */
public final class RepositoryConnections {
  private final Map<String, RepositoryAccess> access;
  private final DockerConfig docker;
  private final Map<String, String> environment;
  private final Pauses pauses;
  private final Clock clock;
  private final Map<RepositoryAccess, HttpFetch> open = new ConcurrentHashMap<>();

  /**
   * @param access by the beginning of an address, up to a slash of it; the empty one is for all
   * @param registryConfigs Docker's or Helm's {@code config.json} files, asked in this order
   * @param environment for the proxy
   */
  public RepositoryConnections(
      Map<String, RepositoryAccess> access,
      List<Path> registryConfigs,
      Map<String, String> environment,
      Clock clock) {
    this(access, registryConfigs, environment, clock, Pauses::sleep);
  }

  RepositoryConnections(
      Map<String, RepositoryAccess> access,
      List<Path> registryConfigs,
      Map<String, String> environment,
      Clock clock,
      Pauses pauses) {
    this.access = new TreeMap<>(access);
    this.docker = new DockerConfig(registryConfigs);
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.pauses = pauses;
  }

  RepositoryAccess access(String address) {
    RepositoryAccess found = RepositoryAccess.ANONYMOUS;
    for (Map.Entry<String, RepositoryAccess> entry : access.entrySet()) {
      // In the order of the keys a longer beginning comes after a shorter one.
      if (isBeginning(entry.getKey(), address)) {
        found = entry.getValue();
      }
    }
    return found;
  }

  /** Whole parts alone: another host's name may begin with this one's. */
  private static boolean isBeginning(String beginning, String address) {
    String rest = address.startsWith(beginning) ? address.substring(beginning.length()) : null;
    return rest != null
        && (beginning.isEmpty()
            || beginning.endsWith("/")
            || rest.isEmpty()
            || rest.startsWith("/"));
  }

  HttpFetch http(RepositoryAccess how) {
    return open.computeIfAbsent(how, access -> new HttpFetch(access, environment, pauses, clock));
  }

  OciRegistry registry(String repository, String chart) {
    RepositoryAccess how = access(repository);
    return new OciRegistry(repository, chart, http(how), how, this::dockerLogin);
  }

  /**
   * Asks whether a registry is there and takes the credentials for it; of its charts it asks
   * nothing.
   *
   * @param address {@code oci://HOST}, a path behind it does not matter
   * @return what it says, for people
   * @throws RepositoryException when it does not answer, or does not take the credentials
   */
  public String greet(String address) {
    String host = address.substring("oci://".length()).replaceFirst("/.*", "");
    RepositoryAccess how = access(address);
    boolean hasLogin = !how.login().authorization().isEmpty() || docker.of(host).isPresent();
    URI ping;
    try {
      ping = URI.create((how.plainHttp() ? "http://" : "https://") + host + "/v2/");
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(address + " is no address: " + e.getMessage(), e);
    }
    int status;
    try {
      status = RegistryLogin.ping(http(how), how, host, ping, () -> docker.of(host));
    } catch (RepositoryException e) {
      if (!hasLogin && String.valueOf(e.getMessage()).contains("wants credentials")) {
        return "answers, and wants credentials; none are configured";
      }
      throw e;
    }
    if (status == 200) {
      return hasLogin ? "answers, and takes the credentials" : "answers";
    }
    if (!hasLogin && (status == 401 || status == 403)) {
      return "answers, and wants credentials; none are configured";
    }
    throw new RepositoryException(
        status == 401 || status == 403
            ? host + " does not take the credentials: status " + HttpStatus.text(status)
            : ping + " answered with status " + HttpStatus.text(status) + ", not as a registry");
  }

  private Optional<DockerConfig.Credential> dockerLogin(String host) {
    return docker.of(host);
  }

  Pauses pauses() {
    return pauses;
  }
}
