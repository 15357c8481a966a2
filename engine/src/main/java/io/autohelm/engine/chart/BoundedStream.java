package io.autohelm.engine.chart;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to give more than a number of bytes, in all and for one header. */
final class BoundedStream extends FilterInputStream {
  private static final int LARGEST_HEADER = 1 << 20;

  /** What may have been read ahead of what was asked for. */
  private static final int AHEAD = 1 << 17;

  private final long most;
  private long given;
  private long headerEnd = Long.MAX_VALUE;

  BoundedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  /** The next bytes are a header, after so many that are passed over. */
  void beginHeader(long passedOver) {
    headerEnd = given + passedOver + LARGEST_HEADER + AHEAD;
  }

  void endHeader() {
    headerEnd = Long.MAX_VALUE;
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
    if (given > headerEnd) {
      throw new ChartException(
          "chart archive has a header of more than " + LARGEST_HEADER + " bytes");
    }
    if (given > most) {
      throw new ChartException("decompressed chart archive is larger than " + most + " bytes");
    }
  }
}
