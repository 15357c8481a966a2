package io.autohelm.engine.repo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers a registry's challenge: by a token of its token service, or by basic credentials. */
final class RegistryAuthorization {
  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
  private static final int MAX_TEXT = 1 << 20;

  private final HttpFetch http;
  private final RepositoryAccess access;
  private final String host;
  private final Supplier<Optional<DockerConfig.Credential>> docker;

  RegistryAuthorization(
      HttpFetch http,
      RepositoryAccess access,
      String host,
      Supplier<Optional<DockerConfig.Credential>> docker) {
    this.http = http;
    this.access = access;
    this.host = host;
    this.docker = docker;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * The value of the Authorization header that the challenge asks for.
   *
   * @param scope what is to be done, where the challenge does not say it
   */
  String authorize(String challenge, URI uri, String scope) {
    String given = access.login().authorization();
    if (given.startsWith("Bearer ")) {
      return given;
    }
    Optional<DockerConfig.Credential> kept = given.isEmpty() ? docker.get() : Optional.empty();
    String basic = given.isEmpty() ? kept.map(k -> k.login().authorization()).orElse("") : given;
    if (!challenge.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
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
    parameters.putIfAbsent("scope", scope);
    URI service = service(parameters.getOrDefault("realm", ""), uri);
    String identity = kept.map(DockerConfig.Credential::identityToken).orElse("");
    HttpFetch.Answer answer =
        identity.isEmpty()
            ? http.send(HttpFetch.Request.get(asked(service, parameters), Map.of(), basic))
            : exchanged(service, parameters, identity);
    return "Bearer " + token(answer, service);
  }

  private URI service(String realm, URI uri) {
    URI service;
    try {
      service = URI.create(realm);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(uri + " names no service for tokens: " + realm, e);
    }
    if (service.getHost() == null) {
      throw new RepositoryException(uri + " names no service for tokens: " + realm);
    }
    if (!"https".equals(service.getScheme()) && !access.plainHttp()) {
      throw new RepositoryException(
          uri + " wants a token from " + realm + ", which is not TLS: not asked");
    }
    return service;
  }

  private static URI asked(URI service, Map<String, String> parameters) {
    return URI.create(
        service
            + (service.getRawQuery() == null ? "?" : "&")
            + "service="
            + encode(parameters.getOrDefault("service", ""))
            + "&scope="
            + encode(parameters.getOrDefault("scope", "")));
  }

  /** An identity token is no credential itself, but one gets an access token for it. */
  private HttpFetch.Answer exchanged(URI service, Map<String, String> parameters, String identity) {
    String form =
        "grant_type=refresh_token&client_id=autohelm&service="
            + encode(parameters.getOrDefault("service", ""))
            + "&scope="
            + encode(parameters.getOrDefault("scope", ""))
            + "&refresh_token="
            + encode(identity);
    return http.send(
        new HttpFetch.Request(
            "POST",
            service,
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            "",
            BodyPublishers.ofString(form)));
  }

  private String token(HttpFetch.Answer answer, URI service) {
    String what = "the token service " + service.getHost();
    if (answer.status() != 200) {
      answer.close();
      throw new RepositoryException(
          what
              + " answers with status "
              + answer.status()
              + ": are the credentials for "
              + host
              + " right?");
    }
    Map<?, ?> read;
    try {
      read = OciRegistry.json(answer.bytes(MAX_TEXT), what);
    } catch (IOException e) {
      throw new RepositoryException(what + " cannot be read: " + e.getMessage(), e);
    }
    Object token = read.get("token") == null ? read.get("access_token") : read.get("token");
    if (token == null) {
      throw new RepositoryException(
          what + " gives no token: are the credentials for " + host + " right?");
    }
    return String.valueOf(token);
  }
}
