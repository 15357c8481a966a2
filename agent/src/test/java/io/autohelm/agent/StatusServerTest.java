package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Requests that meet the end of the server. */
final class StatusServerTest {
  private static final List<String> PATHS =
      List.of("/", "/api/v1/releases", "/api/v1/sources", "/health", "/metrics", "/no/such/page");

  private final AtomicBoolean isEnding = new AtomicBoolean();
  private final Queue<String> traces = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getThrowableProxy() != null) {
            traces.add(event.getFormattedMessage() + ": " + event.getThrowableProxy().getMessage());
          }
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    root().addAppender(appender);
  }

  @AfterEach
  void deafen() {
    root().detachAppender(appender);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SettingsException refused =
          assertThrows(
              SettingsException.class, () -> new SamplePage(null, taken.getLocalPort()).close());
      assertEquals(
          "cannot listen on http.host 127.0.0.1, http.port "
              + taken.getLocalPort()
              + ": Address already in use",
          refused.getMessage());
    }
  }

  @RepeatedTest(4)
  void leaveNoStackTraceAndAreToldToComeAgain() throws Exception {
    List<Thread> guests = new ArrayList<>();
    try (SamplePage page = new SamplePage(null)) {
      page.aDay();
      CountDownLatch begin = new CountDownLatch(1);
      for (String path : PATHS) {
        URI address = page.at(path);
        for (int i = 0; i < 2; i++) {
          Thread guest = new Thread(() -> ask(address, begin));
          guest.start();
          guests.add(guest);
        }
      }
      begin.countDown();
      Thread.sleep(30);
      isEnding.set(true);
    }
    for (Thread guest : guests) {
      guest.join();
    }
    assertEquals(List.of(), List.copyOf(traces));
  }

  /** Asks until nobody answers any more, or nobody should. */
  private void ask(URI address, CountDownLatch begin) {
    HttpClient http = HttpClient.newHttpClient();
    try {
      begin.await();
      while (!isEnding.get()) {
        HttpResponse<Void> answer =
            http.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(6)).build(),
                HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() == 500) {
          traces.add(address + " was answered 500");
        }
      }
    } catch (IOException ended) {
      // The server has gone; a connection that nobody took any more ends with its process.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
