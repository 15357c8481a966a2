package io.autohelm.engine.repo;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Credentials for registries in Docker's {@code config.json}, which {@code helm registry login} and
 * {@code docker login} write and Kubernetes' pull secrets hold; also those that its helper programs
 * keep. Only read.
 */
final class DockerConfig {
  private static final String DOCKER_HUB = "index.docker.io";
  private static final int SECONDS = 30;
  private static final String TOKEN_USER = "<token>";

  private final List<Path> files;

  /**
   * @param files in the order in which they are asked; one that is missing knows nobody
   */
  DockerConfig(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /**
   * What is known of a registry.
   *
   * @param identityToken to be exchanged for an access token; empty where there is none
   */
  record Credential(String username, String password, String identityToken) {
    RepositoryAccess.Login login() {
      return RepositoryAccess.Login.of(username, password);
    }

    @Override
    public String toString() {
      return "Credential[username=" + username + "]";
    }
  }

  Optional<Credential> of(String host) {
    for (Path file : files) {
      Optional<Credential> found = of(host, file);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Credential> of(String host, Path file) {
    Map<?, ?> config;
    try {
      config = Json.parse(Files.readString(file)) instanceof Map<?, ?> map ? map : Map.of();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | YamlException e) {
      throw new RepositoryException("cannot read the registries' credentials in " + file, e);
    }
    String wanted = bare(host);
    Object helper =
        config.get("credHelpers") instanceof Map<?, ?> helpers ? entry(helpers, wanted) : null;
    if (helper == null) {
      helper = config.get("credsStore");
    }
    if (helper instanceof String name && !name.isEmpty()) {
      Optional<Credential> kept = asked(name, host);
      if (kept.isPresent()) {
        return kept;
      }
    }
    return config.get("auths") instanceof Map<?, ?> auths
            && entry(auths, wanted) instanceof Map<?, ?> auth
        ? credential(auth)
        : Optional.empty();
  }

  private static @Nullable Object entry(Map<?, ?> byHost, String host) {
    for (Map.Entry<?, ?> entry : byHost.entrySet()) {
      if (bare(String.valueOf(entry.getKey())).equals(host)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Hosts were once written with a scheme and a path, and Docker's own hub has three names. */
  private static String bare(String address) {
    String host = address.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    return host.equals("docker.io") || host.equals("registry-1.docker.io") ? DOCKER_HUB : host;
  }

  private static String text(Map<?, ?> map, String field) {
    return map.get(field) instanceof String text ? text : "";
  }

  private static Optional<Credential> credential(Map<?, ?> auth) {
    String username = text(auth, "username");
    String password = text(auth, "password");
    try {
      String pair =
          new String(Base64.getMimeDecoder().decode(text(auth, "auth")), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon >= 0) {
        username = pair.substring(0, colon);
        password = pair.substring(colon + 1).replaceAll("\u0000+$", "");
      }
    } catch (IllegalArgumentException e) {
      // No pair: user and password may stand by themselves.
    }
    String token = text(auth, "identitytoken");
    return username.isEmpty() && token.isEmpty()
        ? Optional.empty()
        : Optional.of(new Credential(username, password, token));
  }

  /** Asks a {@code docker-credential-NAME} program; one that knows nothing ends with an error. */
  private static Optional<Credential> asked(String name, String host) {
    String program = "docker-credential-" + name;
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new RepositoryException("there is no credential helper of the name " + name);
    }
    String server = bare(host).equals(DOCKER_HUB) ? "https://index.docker.io/v1/" : host;
    try {
      Process process =
          new ProcessBuilder(program, "get").redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(server.getBytes(StandardCharsets.UTF_8));
      }
      String answer;
      try (InputStream out = process.getInputStream()) {
        answer = new String(out.readNBytes(1 << 16), StandardCharsets.UTF_8);
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new RepositoryException(program + " does not answer");
      }
      if (process.exitValue() != 0 || !(Json.parse(answer) instanceof Map<?, ?> map)) {
        return Optional.empty();
      }
      String user = text(map, "Username");
      String secret = text(map, "Secret");
      return Optional.of(
          user.equals(TOKEN_USER)
              ? new Credential("", "", secret)
              : new Credential(user, secret, ""));
    } catch (IOException | YamlException e) {
      throw new RepositoryException("cannot ask " + program + " for credentials", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException("interrupted while asking " + program, e);
    }
  }
}
