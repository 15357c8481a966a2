package io.autohelm.engine.repo;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a server sends. A read that does not come forward for too long is broken off, since the HTTP
 * client's own time limit ends at the headers; every failure of it is a {@link NetworkException}.
 */
final class Body extends FilterInputStream {
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "stalled-downloads");
            thread.setDaemon(true);
            return thread;
          });

  private final Duration patience;

  Body(InputStream in, Duration patience) {
    super(in);
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    ScheduledFuture<?> alarm =
        WATCH.schedule(this::breakOff, patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw new NetworkException(e);
    } finally {
      alarm.cancel(false);
    }
  }

  private void breakOff() {
    try {
      in.close();
    } catch (IOException e) {
      // The reader notices all the same.
    }
  }
}
