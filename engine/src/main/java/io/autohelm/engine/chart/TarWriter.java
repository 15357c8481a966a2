package io.autohelm.engine.chart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes plain files as a tape archive, header for header as Go's writer does: the USTAR format,
 * and a PAX record before a file whose name does not fit into it.
 */
final class TarWriter {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final int CHECKSUM = 148;
  private static final long HALF_SECOND = 500_000_000;

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds a file that everybody may read and its owner write. */
  void add(String name, byte[] data, Instant modified) throws IOException {
    long seconds = modified.getEpochSecond() + (modified.getNano() >= HALF_SECOND ? 1 : 0);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int split = split(bytes);
    if (split < 0) {
      byte[] record = paxPath(name);
      int slash = name.lastIndexOf('/');
      String aside = name.substring(0, slash + 1) + "PaxHeaders.0/" + name.substring(slash + 1);
      header(shortened(aside), 0, record.length, 0, 'x', 0);
      body(record);
      header(shortened(name), 0, data.length, seconds, '0', 0644);
    } else {
      header(bytes, split, data.length, seconds, '0', 0644);
    }
    body(data);
  }

  void finish() throws IOException {
    out.write(new byte[2 * BLOCK]);
  }

  /** Where the name is cut into prefix and name; 0 where it fits whole, -1 where it cannot. */
  private static int split(byte[] name) {
    for (byte b : name) {
      if (b < 0) {
        return -1;
      }
    }
    if (name.length <= NAME) {
      return 0;
    }
    // The last slash that leaves a prefix of a legal length.
    for (int i = Math.min(name.length - 1, PREFIX); i > 0; i--) {
      if (name[i] == '/') {
        int rest = name.length - i - 1;
        return rest > 0 && rest <= NAME ? i : -1;
      }
    }
    return -1;
  }

  /** The part of a name that old readers see; the record before it has the whole. */
  private static byte[] shortened(String name) {
    byte[] ascii = name.replaceAll("[^\\x01-\\x7f]", "").getBytes(StandardCharsets.US_ASCII);
    return ascii.length <= NAME ? ascii : Arrays.copyOf(ascii, NAME);
  }

  /** A record counts its own length, digits included. */
  private static byte[] paxPath(String name) {
    byte[] rest = (" path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
    int length = rest.length;
    while (length != rest.length + String.valueOf(length).length()) {
      length = rest.length + String.valueOf(length).length();
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(String.valueOf(length).getBytes(StandardCharsets.US_ASCII));
    record.writeBytes(rest);
    return record.toByteArray();
  }

  private void header(byte[] name, int split, long size, long seconds, char type, int mode)
      throws IOException {
    byte[] block = new byte[BLOCK];
    int start = split == 0 ? 0 : split + 1;
    System.arraycopy(name, start, block, 0, name.length - start);
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, Math.max(seconds, 0));
    block[156] = (byte) type;
    text(block, 257, "ustar\0" + "00");
    if (type == '0') {
      octal(block, 329, 8, 0);
      octal(block, 337, 8, 0);
    }
    System.arraycopy(name, 0, block, 345, split);
    Arrays.fill(block, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, CHECKSUM, 7, sum);
    out.write(block);
  }

  private static void text(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /** Zero-padded digits with a zero byte behind them. */
  private static void octal(byte[] block, int at, int width, long value) {
    String digits = Long.toOctalString(value);
    text(block, at, "0".repeat(width - 1 - digits.length()) + digits + "\0");
  }

  private void body(byte[] data) throws IOException {
    out.write(data);
    out.write(new byte[(BLOCK - data.length % BLOCK) % BLOCK]);
  }
}
