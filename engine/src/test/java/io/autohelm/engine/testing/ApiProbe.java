package io.autohelm.engine.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The few requests that starting a cluster takes, without a Kubernetes client. */
final class ApiProbe {
  private final HttpClient http;
  private final String url;
  private final String token;

  ApiProbe(String url, String token, X509Certificate authority) throws IOException {
    this.url = url;
    this.token = token;
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", authority);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      http =
          HttpClient.newBuilder().sslContext(context).connectTimeout(Duration.ofSeconds(2)).build();
    } catch (GeneralSecurityException failure) {
      throw new IOException(failure);
    }
  }

  /** The body of the answer, whatever its status. */
  String get(String path) throws IOException {
    return send(request(path).GET().build()).body();
  }

  void post(String path, String json) throws IOException {
    HttpResponse<String> answer =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    if (answer.statusCode() >= 300) {
      throw new IOException("POST " + path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
