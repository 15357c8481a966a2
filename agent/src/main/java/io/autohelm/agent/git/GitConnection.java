package io.autohelm.agent.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URL;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP connection as JGit wants it. JGit's own one hides the JDK's, and with it the only
 * place where a proxy's password can be given for one connection alone.
 */
record GitConnection(HttpURLConnection connection) implements HttpConnection {
  @Override
  public int getResponseCode() throws IOException {
    return connection.getResponseCode();
  }

  @Override
  public URL getURL() {
    return connection.getURL();
  }

  @Override
  public String getResponseMessage() throws IOException {
    return connection.getResponseMessage();
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return connection.getHeaderFields();
  }

  @Override
  public void setRequestProperty(String key, String value) {
    connection.setRequestProperty(key, value);
  }

  @Override
  public void setRequestMethod(String method) throws ProtocolException {
    connection.setRequestMethod(method);
  }

  @Override
  public void setUseCaches(boolean usecaches) {
    connection.setUseCaches(usecaches);
  }

  @Override
  public void setConnectTimeout(int timeout) {
    connection.setConnectTimeout(timeout);
  }

  @Override
  public void setReadTimeout(int timeout) {
    connection.setReadTimeout(timeout);
  }

  @Override
  public String getContentType() {
    return connection.getContentType();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return connection.getInputStream();
  }

  @Override
  public String getHeaderField(String name) {
    return connection.getHeaderField(name);
  }

  /** The JDK knows headers by their spelling, HTTP does not. */
  @Override
  public List<String> getHeaderFields(String name) {
    return connection.getHeaderFields().entrySet().stream()
        .filter(entry -> name.equalsIgnoreCase(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  @Override
  public int getContentLength() {
    return connection.getContentLength();
  }

  @Override
  public void setInstanceFollowRedirects(boolean followRedirects) {
    connection.setInstanceFollowRedirects(followRedirects);
  }

  @Override
  public void setDoOutput(boolean dooutput) {
    connection.setDoOutput(dooutput);
  }

  @Override
  public void setFixedLengthStreamingMode(int contentLength) {
    connection.setFixedLengthStreamingMode(contentLength);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return connection.getOutputStream();
  }

  @Override
  public void setChunkedStreamingMode(int chunklen) {
    connection.setChunkedStreamingMode(chunklen);
  }

  @Override
  public String getRequestMethod() {
    return connection.getRequestMethod();
  }

  @Override
  public boolean usingProxy() {
    return connection.usingProxy();
  }

  @Override
  public void connect() throws IOException {
    connection.connect();
  }

  @Override
  public void configure(
      KeyManager @Nullable [] km, TrustManager @Nullable [] tm, @Nullable SecureRandom random)
      throws NoSuchAlgorithmException, KeyManagementException {
    if (connection instanceof HttpsURLConnection https) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(km, tm, random);
      https.setSSLSocketFactory(context.getSocketFactory());
    }
  }

  @Override
  public void setHostnameVerifier(HostnameVerifier hostnameverifier) {
    if (connection instanceof HttpsURLConnection https) {
      https.setHostnameVerifier(hostnameverifier);
    }
  }
}
