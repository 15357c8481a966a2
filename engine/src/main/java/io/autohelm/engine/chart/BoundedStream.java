package io.autohelm.engine.chart;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to give more than a number of bytes. */
final class BoundedStream extends FilterInputStream {
  private final long most;
  private long given;

  BoundedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int more) {
    given += more;
    if (given > most) {
      throw new ChartException("decompressed chart archive is larger than " + most + " bytes");
    }
  }
}
