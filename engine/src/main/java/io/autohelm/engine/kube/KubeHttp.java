package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests to an API server with the connection's credentials, our own bytes out and theirs in.
 * What may pass by itself (no connection, 429, 502 to 504) is tried again a few times; everything
 * else is answered as it is.
 */
final class KubeHttp implements AutoCloseable {
  private static final int ATTEMPTS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http;
  private final OldHttp old;
  private final String base;
  private volatile RequestListener listener = RequestListener.NONE;
  private volatile ChangeFence fence = ChangeFence.OPEN;

  KubeHttp(KubernetesClient client) {
    this.http = client.getHttpClient();
    this.old = new OldHttp(client);
    String url = client.getMasterUrl().toString();
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** From now on this one is told of requests, and nobody else. */
  void tell(RequestListener other) {
    listener = other;
  }

  /** From now on this one is asked before each request that may change something. */
  void fence(ChangeFence other) {
    fence = other;
  }

  KubeResponse get(String path) {
    return send("GET", path, "application/json", null, null);
  }

  KubeResponse get(String path, String accept) {
    return send("GET", path, accept, null, null);
  }

  /** One request, not tried again: for a question whose answer may well be no. */
  KubeResponse ask(String path) {
    try {
      return once("GET", path, null, TIMEOUT);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** The server's time as the head of an answer tells it, to the second. */
  Optional<Instant> date(String path) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request(path, "application/json").build(), byte[].class);
    try {
      String date = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).header("Date");
      return date == null
          ? Optional.empty()
          : Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (TimeoutException | ExecutionException | DateTimeException e) {
      throw new IOException("no time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  KubeResponse delete(String path, String body) {
    return send("DELETE", path, "application/json", "application/json", body);
  }

  KubeResponse post(String path, String body) {
    return send("POST", path, "application/json", "application/json", body);
  }

  KubeResponse put(String path, String body) {
    return send("PUT", path, "application/json", "application/json", body);
  }

  KubeResponse jsonPatch(String path, String body) {
    return patch(path, "application/json-patch+json", body);
  }

  KubeResponse patch(String path, String contentType, String body) {
    return send("PATCH", path, "application/json", contentType, body);
  }

  /** Server-side apply; the body is JSON, which is YAML. */
  KubeResponse apply(String path, String body) {
    return send("PATCH", path, "application/json", "application/apply-patch+yaml", body);
  }

  /**
   * A request whose answer goes on for a while, line by line; comes back when the server ends it.
   *
   * @param opened called when the server has agreed
   * @param line called for each line, by a thread of the client; must be quick
   * @param limit after which the connection is taken for dead
   * @return the refusal, or an empty body with the code of success
   * @throws IOException when the connection cannot be made, breaks, or outlives the limit
   */
  KubeResponse follow(
      String path, String accept, Runnable opened, Consumer<String> line, Duration limit)
      throws IOException {
    Lines lines = new Lines(line);
    CompletableFuture<HttpResponse<AsyncBody>> answer =
        http.consumeBytes(
            request(path, accept).forStreaming().build(),
            (buffers, body) -> {
              lines.add(buffers);
              body.consume();
            });
    AsyncBody body = null;
    try {
      HttpResponse<AsyncBody> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      body = response.body();
      listener.sent("WATCH", response.code());
      boolean agreed = response.code() >= 200 && response.code() < 300;
      if (agreed) {
        opened.run();
      } else {
        lines.keep();
      }
      body.consume();
      body.done().get((agreed ? limit : TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
      return new KubeResponse(response.code(), lines.rest(), response.header("Retry-After"));
    } catch (TimeoutException e) {
      throw new IOException("the connection is silent", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(reason(cause), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(
          ClusterException.Reason.OTHER, "interrupted while waiting for the API server", e);
    } finally {
      answer.cancel(true);
      if (body != null) {
        body.cancel();
      }
    }
  }

  private HttpRequest.Builder request(String path, String accept) throws IOException {
    try {
      return http.newHttpRequestBuilder()
          .url(URI.create(base + path).toURL())
          .header("Accept", accept);
    } catch (MalformedURLException e) {
      throw new IOException("not a URL: " + base, e);
    }
  }

  private KubeResponse send(
      String method,
      String path,
      String accept,
      @Nullable String contentType,
      @Nullable String body) {
    HttpClient client = http;
    for (int attempt = 1; ; attempt++) {
      KubeResponse response = null;
      ClusterException failure = null;
      try {
        HttpRequest request = request(method, path, accept, contentType, body);
        response = sent(client, request, TIMEOUT).at(attempt);
        if (!response.isTransient()) {
          return response;
        }
      } catch (IOException e) {
        failure = unreachable(e);
        if (client == http && OldHttp.isNeeded(e)) {
          client = old.get();
          continue;
        }
      }
      if (attempt >= ATTEMPTS) {
        if (response != null) {
          return response;
        }
        if (failure != null) {
          throw failure;
        }
      }
      sleep(
          response == null
              ? Duration.ofMillis(100L << (2 * attempt))
              : response.retryAfter(attempt));
    }
  }

  private ClusterException unreachable(IOException e) {
    return new ClusterException(
        ClusterException.Reason.UNREACHABLE,
        "the API server at " + base + " cannot be reached: " + reason(e),
        e);
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    if (message == null && e instanceof ConnectException) {
      return e.getCause() instanceof UnresolvedAddressException || isUnresolved(e.getCause())
          ? "no such host"
          : "connection refused";
    }
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static boolean isUnresolved(@Nullable Throwable cause) {
    return cause != null && cause.getCause() instanceof UnresolvedAddressException;
  }

  /**
   * A request that is worth nothing later: one attempt, with little patience.
   *
   * @throws IOException when no answer came
   */
  KubeResponse once(String method, String path, @Nullable String body, Duration patience)
      throws IOException {
    return once(
        method, path, "application/json", body == null ? null : "application/json", body, patience);
  }

  private KubeResponse once(
      String method,
      String path,
      String accept,
      @Nullable String contentType,
      @Nullable String body,
      Duration patience)
      throws IOException {
    HttpRequest request = request(method, path, accept, contentType, body);
    try {
      return sent(http, request, patience);
    } catch (IOException e) {
      if (OldHttp.isNeeded(e)) {
        return sent(old.get(), request, patience);
      }
      throw e;
    }
  }

  private HttpRequest request(
      String method,
      String path,
      String accept,
      @Nullable String contentType,
      @Nullable String body)
      throws IOException {
    HttpRequest.Builder request = request(path, accept);
    request.method(method, contentType, body == null ? null : body);
    return request.build();
  }

  private KubeResponse sent(HttpClient client, HttpRequest request, Duration patience)
      throws IOException {
    if (!request.method().equals("GET")) {
      fence.check(); // also before what is sent again: it may be forbidden by now
    }
    try {
      KubeResponse response = answered(client, request, patience);
      listener.sent(request.method(), response.code());
      return response;
    } catch (IOException e) {
      listener.sent(request.method(), 0);
      throw e;
    }
  }

  private static KubeResponse answered(HttpClient client, HttpRequest request, Duration patience)
      throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, byte[].class);
    try {
      HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      byte[] bytes = response.body();
      return new KubeResponse(
          response.code(),
          bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8),
          response.header("Retry-After"));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(reason(cause), cause);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new ClusterException(
          ClusterException.Reason.OTHER, "interrupted while waiting for the API server", e);
    }
  }

  @Override
  public void close() {
    old.close();
  }

  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(
          ClusterException.Reason.OTHER, "interrupted while waiting for the API server", e);
    }
  }
}
