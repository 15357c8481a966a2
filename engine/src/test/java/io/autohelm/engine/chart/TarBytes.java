package io.autohelm.engine.chart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Archives written header by header, so that any of them may be wrong. */
final class TarBytes {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A regular file. */
  TarBytes file(String name, String content) {
    return entry(name, '0', content.getBytes(StandardCharsets.UTF_8), "");
  }

  /** An entry of any kind; {@code link} is where a link leads. */
  TarBytes entry(String name, char kind, byte[] content, String link) {
    return header(name, kind, "%011o".formatted(content.length), link).raw(content).pad();
  }

  /** A header with that text for its size. */
  TarBytes header(String name, char kind, String size, String link) {
    byte[] header = new byte[BLOCK];
    put(header, 0, 100, name);
    put(header, 100, 8, "0000644");
    put(header, 108, 8, "0000000");
    put(header, 116, 8, "0000000");
    put(header, 124, 12, size);
    put(header, 136, 12, "14000000000");
    header[156] = (byte) kind;
    put(header, 157, 100, link);
    put(header, 257, 8, "ustar\00000");
    put(header, 148, 8, "        ");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, 8, "%06o\0 ".formatted(sum));
    return raw(header);
  }

  private static void put(byte[] header, int at, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, Math.min(bytes.length, length));
  }

  TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  private TarBytes pad() {
    out.writeBytes(new byte[(BLOCK - out.size() % BLOCK) % BLOCK]);
    return this;
  }

  /** The end that a good archive has. */
  TarBytes end() {
    return raw(new byte[2 * BLOCK]);
  }

  byte[] tar() {
    return out.toByteArray();
  }

  byte[] gzip() {
    return gzip(tar());
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
      zipped.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
