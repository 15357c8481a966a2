package io.autohelm.engine.repo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * Requests with a repository's credentials, trust and the proxy of the environment. What may pass
 * by itself (no connection, 429, 5xx) is tried again; redirects of a GET are followed, credentials
 * stay with their host.
 */
final class HttpFetch {
  private static final int ATTEMPTS = 4;
  private static final int REDIRECTS = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** The answer comes when all was sent. */
  private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(10);

  private final HttpClient client;
  private final EnvironmentProxy proxy;
  private final RepositoryAccess access;
  private final Pauses pauses;
  private final Clock clock;

  HttpFetch(RepositoryAccess access, Map<String, String> environment, Pauses pauses, Clock clock) {
    this.access = access;
    this.proxy = new EnvironmentProxy(environment);
    this.pauses = pauses;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(proxy);
    SSLContext context = TlsContext.of(access.tls());
    if (context != null) {
      builder.sslContext(context);
    }
    this.client = builder.build();
  }

  /** What a server answered; the body is to be closed. */
  record Answer(int status, InputStream body, Map<String, List<String>> headers)
      implements AutoCloseable {
    String header(String name) {
      for (Map.Entry<String, List<String>> entry : headers.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isEmpty()) {
          return entry.getValue().get(0);
        }
      }
      return "";
    }

    String text(int limit) throws IOException {
      return new String(bytes(limit), StandardCharsets.UTF_8);
    }

    byte[] bytes(int limit) throws IOException {
      try (body) {
        return body.readNBytes(limit);
      }
    }

    /** Leaves the rest of the body. */
    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        // The answer is not wanted; its connection is not used again.
      }
    }
  }

  /**
   * A request.
   *
   * @param authorization the header's value, for the request's host alone; empty for none
   */
  record Request(
      String method,
      URI uri,
      Map<String, String> headers,
      String authorization,
      BodyPublisher body) {
    static Request get(URI uri, Map<String, String> headers, String authorization) {
      return new Request("GET", uri, headers, authorization, BodyPublishers.noBody());
    }
  }

  /**
   * Asks for a resource, with the repository's own credentials if the address is for them.
   *
   * @param isTrusted whether it is
   * @throws RepositoryException when there is no answer after all attempts
   */
  Answer get(URI uri, Map<String, String> headers, boolean isTrusted) {
    return send(Request.get(uri, headers, isTrusted ? access.login().authorization() : ""));
  }

  /**
   * Sends a request.
   *
   * @throws RepositoryException when there is no answer after all attempts
   */
  Answer send(Request request) {
    Request current = request;
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Answer answer = attempt(current);
      String location = answer.header("Location");
      if (!request.method().equals("GET")
          || answer.status() / 100 != 3
          || answer.status() == 304
          || location.isEmpty()) {
        return answer;
      }
      answer.close();
      URI next = redirected(current.uri(), location);
      boolean stays = isSameHost(current.uri(), next) || access.passCredentials();
      current = Request.get(next, request.headers(), stays ? current.authorization() : "");
    }
    throw new RepositoryException(
        shown(request.uri()) + " redirects more than " + REDIRECTS + " times");
  }

  private static URI redirected(URI from, String location) {
    URI next;
    try {
      next = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(shown(from) + " redirects to a broken address", e);
    }
    if (from.getScheme().equals("https") && !"https".equals(next.getScheme())) {
      throw new RepositoryException(
          shown(from) + " redirects to " + shown(next) + ", away from TLS: not followed");
    }
    return next;
  }

  /**
   * An address without what may be secret in it: a user before the host, a query behind the path.
   */
  static String shown(URI uri) {
    String host = uri.getHost() == null ? "" : uri.getHost();
    String place = host + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    return uri.getScheme() + "://" + place + (uri.getRawPath() == null ? "" : uri.getRawPath());
  }

  static boolean isSameHost(URI a, URI b) {
    return String.valueOf(a.getHost()).equalsIgnoreCase(String.valueOf(b.getHost()))
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private HttpRequest built(Request request) {
    HttpRequest.Builder builder;
    try {
      builder = HttpRequest.newBuilder(request.uri());
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(shown(request.uri()) + " is no address", e);
    }
    builder
        .timeout(request.body().contentLength() > 0 ? UPLOAD_TIMEOUT : TIMEOUT)
        .header("User-Agent", "autohelm")
        .method(request.method(), request.body());
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.put("Authorization", request.authorization());
    headers.put("Proxy-Authorization", proxy.authorization(request.uri()));
    headers.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            builder.header(name, value);
          }
        });
    return builder.build();
  }

  private Answer attempt(Request request) {
    HttpRequest built = built(request);
    for (int attempt = 1; ; attempt++) {
      Duration pause = Duration.ofMillis(200L << attempt);
      try {
        HttpResponse<InputStream> response =
            client.send(built, HttpResponse.BodyHandlers.ofInputStream());
        Answer answer =
            new Answer(
                response.statusCode(),
                new Body(response.body(), TIMEOUT),
                response.headers().map());
        if ((answer.status() != 429 && answer.status() < 500) || attempt == ATTEMPTS) {
          return answer;
        }
        pause = retryAfter(answer.header("Retry-After"), pause);
        answer.close();
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
          throw new RepositoryException(
              RepositoryException.Kind.UNREACHABLE,
              shown(request.uri()) + " cannot be reached: " + why,
              e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RepositoryException("interrupted while reading " + shown(request.uri()), e);
      }
      pauses.pause(pause);
    }
  }

  /** Something that is asked for and read to its end. */
  @FunctionalInterface
  interface Download<T> {
    T run() throws IOException;
  }

  /**
   * Runs a download again while its connection breaks on the way.
   *
   * @param what for the error
   * @throws RepositoryException of kind UNREACHABLE when it breaks each time
   * @throws IOException for any other failure, a full disk for one
   */
  <T> T whole(String what, Download<T> download) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return download.run();
      } catch (NetworkException e) {
        if (attempt == ATTEMPTS) {
          throw new RepositoryException(
              RepositoryException.Kind.UNREACHABLE,
              what + " does not come whole: " + e.getMessage(),
              e);
        }
        pauses.pause(Duration.ofMillis(100L << attempt));
      }
    }
  }

  /** Seconds or a date; never longer than somebody would wait. */
  private Duration retryAfter(String header, Duration otherwise) {
    Duration asked;
    try {
      asked = Duration.ofSeconds(Long.parseLong(header.strip()));
    } catch (NumberFormatException e) {
      try {
        asked =
            Duration.between(
                clock.instant(),
                ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
      } catch (DateTimeException none) {
        return otherwise;
      }
    }
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }
}
