package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.autohelm.engine.yaml.Json;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class JsonLinesTest {
  private static LoggingEvent event(String message, Throwable thrown, Object... arguments) {
    Logger logger = (Logger) LoggerFactory.getLogger("autohelm");
    LoggingEvent event = new LoggingEvent("x", logger, Level.WARN, message, thrown, arguments);
    event.setInstant(Instant.parse("2026-01-01T10:00:00Z"));
    event.setMDCPropertyMap(Map.of("namespace", "web", "name", "shop"));
    return event;
  }

  @Test
  void aLineIsAnObjectWithWhatItIsAbout() {
    String line = new JsonLines().doLayout(event("said \"{}\"\nand more", null, "no"));
    assertEquals(line.indexOf('\n'), line.length() - 1);
    assertEquals(
        Map.of(
            "time", "2026-01-01T10:00:00Z",
            "level", "WARN",
            "logger", "autohelm",
            "message", "said \"no\"\nand more",
            "namespace", "web",
            "name", "shop"),
        Json.parse(line));
  }

  @ParameterizedTest
  @CsvSource({"TEXT, false", "JSON, true"})
  void theConsoleIsWrittenAsAsked(LogFormat format, boolean isJson) {
    LoggerContext context = new LoggerContext();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    format.use(context);
    assertEquals(
        isJson,
        console.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder
            && encoder.getLayout() instanceof JsonLines);
  }

  @Test
  void aFaultIsInItsLine() {
    String line = new JsonLines().doLayout(event("oh", new IllegalStateException("bad\tthing")));
    assertEquals(line.indexOf('\n'), line.length() - 1);
    assertTrue(line.contains("IllegalStateException: bad\\tthing"), line);
  }
}
