package io.autohelm.agent.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Server-Sent Events, read as long as they come one upon the other. */
public final class EventStream {
  private static final int SILENCE_MILLIS = 300;

  private EventStream() {}

  /**
   * What is sent to somebody who was away since an event, until there is a silence.
   *
   * @param lastId the event's number
   */
  public static String missed(URI address, long lastId) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setRequestProperty("Last-Event-ID", Long.toString(lastId));
      connection.setRequestProperty("Accept", "text/event-stream");
      connection.setReadTimeout(SILENCE_MILLIS);
      StringBuilder text = new StringBuilder();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          text.append(line).append('\n');
        }
      } catch (SocketTimeoutException silence) {
        // All that there was has come.
      }
      connection.disconnect();
      return text.toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
