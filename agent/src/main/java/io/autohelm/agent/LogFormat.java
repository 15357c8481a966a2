package io.autohelm.agent;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/** How the log is written. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** A JSON object a line, for programs. */
  JSON;

  /** From now on the log of this process is written so; text is how it begins. */
  void use() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      use(context);
    }
  }

  void use(LoggerContext context) {
    if (this == TEXT) {
      return;
    }
    Iterator<Appender<ILoggingEvent>> appenders =
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> console) {
        JsonLines layout = new JsonLines();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        console.setEncoder(encoder);
      }
    }
  }
}
