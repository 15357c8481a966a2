package io.autohelm.agent.testing;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;

/** Looks into every log line of this JVM, of any level, and what it was caused by. */
public final class CanaryAppender extends AppenderBase<ILoggingEvent> {
  @Override
  protected void append(ILoggingEvent event) {
    CanaryWatch watch = CanaryWatch.ofThisRun();
    watch.look("the log, " + event.getLoggerName(), event.getFormattedMessage());
    watch.look("the log's context", event.getMDCPropertyMap().toString());
    IThrowableProxy cause = event.getThrowableProxy();
    for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
      watch.look("the log, a cause of " + event.getLoggerName(), cause.getMessage());
    }
  }
}
