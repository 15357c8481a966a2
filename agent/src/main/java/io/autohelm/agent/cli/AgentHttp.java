package io.autohelm.agent.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;

/** Asks an agent at its address. */
final class AgentHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private AgentHttp() {}

  /**
   * What it answers; empty where it knows no such thing.
   *
   * @throws CommandException with exit code 2 where no agent answers
   */
  static Optional<String> get(String address, String path) {
    URI uri = uri(address, path);
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 404) {
        return Optional.empty();
      }
      if (response.statusCode() == 200) {
        return Optional.of(response.body());
      }
      throw new CommandException(2, uri + " answered with status " + response.statusCode());
    } catch (IOException e) {
      throw new CommandException(2, "no agent answers at " + address + ": " + why(e, uri));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(2, "interrupted");
    }
  }

  private static URI uri(String address, String path) {
    try {
      URI uri = URI.create((address.endsWith("/") ? address : address + "/") + path);
      if (uri.getHost() != null && uri.getScheme() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new CommandException(
        2, "expected an address such as http://localhost:8080 for the agent, met " + address);
  }

  /** Java leaves most of it out of the message. */
  private static String why(IOException failure, URI uri) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "nobody knows the host " + uri.getHost();
      }
    }
    if (failure instanceof HttpTimeoutException) {
      return "no answer within " + PATIENCE.toSeconds() + " s";
    }
    if (failure instanceof ConnectException || failure.getMessage() == null) {
      return "connection refused";
    }
    return failure.getMessage();
  }
}
