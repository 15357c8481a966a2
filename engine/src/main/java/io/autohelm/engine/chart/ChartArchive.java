package io.autohelm.engine.chart;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** The files of a packaged chart, read into memory with Helm's checks of names and sizes. */
final class ChartArchive {
  private static final Pattern DRIVE = Pattern.compile("^[a-zA-Z]:/");

  private static final String BAD_HEADER = "archive/tar: invalid tar header";

  private static final int GZIP_HEADER = 10;

  /** What headers, padding and files may come to; headers alone can make up a bomb. */
  private static final long MOST_BYTES = 2 * Charts.MAX_SIZE;

  private static final int MOST_ENTRIES = 50_000;

  private ChartArchive() {}

  static List<ChartFile> read(Path archive) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
      in.mark(3);
      byte[] start = in.readNBytes(3);
      in.reset();
      if (start.length < 3 || start[0] != 0x1f || start[1] != (byte) 0x8b || start[2] != 8) {
        String name = archive.toString();
        if (name.endsWith(".yml") || name.endsWith(".yaml")) {
          throw new ChartException(
              "file '" + name + "' seems to be a YAML file, but expected a gzipped archive");
        }
        throw new ChartException("file '" + name + "' does not appear to be a gzipped archive");
      }
      return read(in);
    } catch (IOException e) {
      throw new ChartException("cannot read chart archive " + archive + ": " + e.getMessage(), e);
    }
  }

  static List<ChartFile> read(InputStream archive) throws IOException {
    return read(archive, Charts.MAX_SIZE);
  }

  /**
   * @param most what the files may come to
   */
  static List<ChartFile> read(InputStream archive, long most) throws IOException {
    List<ChartFile> files = new ArrayList<>();
    long remaining = most;
    int entries = 0;
    // Not closed: the caller's stream is the caller's.
    BoundedStream unzipped = unzip(archive);
    @SuppressWarnings("resource")
    TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(unzipped), "UTF-8");
    long passedOver = 0;
    long headerAt = 0;
    while (true) {
      TarArchiveEntry entry;
      try {
        unzipped.beginHeader(passedOver);
        entry = tar.getNextEntry();
        unzipped.endHeader();
      } catch (IOException e) {
        throw unreadable(e);
      } catch (IllegalArgumentException e) {
        throw new ChartException(BAD_HEADER, e);
      }
      if (entry == null) {
        // The tar reader takes half a header for the end.
        long more = tar.getBytesRead() - headerAt;
        if (more > 0 && more < TarConstants.DEFAULT_RCDSIZE) {
          throw new ChartException("unexpected EOF");
        }
        break;
      }
      if (!entry.isCheckSumOK()) {
        throw new ChartException(BAD_HEADER);
      }
      if (++entries > MOST_ENTRIES) {
        throw new ChartException("chart archive has more than " + MOST_ENTRIES + " entries");
      }
      passedOver = entry.getSize();
      headerAt = nextHeader(tar.getBytesRead() + passedOver);
      if (entry.isDirectory() || entry.isGlobalPaxHeader() || entry.isPaxHeader()) {
        continue;
      }
      String name = safeName(entry.getName());
      passedOver = 0;
      remaining -= name.length(); // a name may be as large as a file
      if (entry.getSize() > remaining) {
        throw tooLarge();
      }
      byte[] data = content(tar, (int) Math.min(remaining, Integer.MAX_VALUE - 8));
      remaining -= data.length;
      if (data.length < entry.getSize() || remaining <= 0) {
        throw tooLarge();
      }
      Instant modified =
          entry.getLastModifiedTime() == null ? null : entry.getLastModifiedTime().toInstant();
      files.add(new ChartFile(name, withoutByteOrderMark(data), modified));
    }
    if (files.isEmpty()) {
      throw new ChartException("no files in chart archive");
    }
    return files;
  }

  private static long nextHeader(long end) {
    long size = TarConstants.DEFAULT_RCDSIZE;
    return (end + size - 1) / size * size;
  }

  private static byte[] content(TarArchiveInputStream tar, int most) {
    try {
      return tar.readNBytes(most);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The readers' failures in the words of Go's. */
  private static ChartException unreadable(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof EOFException || message.startsWith("Truncated")) {
      return new ChartException("unexpected EOF", failure);
    }
    return new ChartException(
        failure instanceof ZipException ? "gzip: " + message : BAD_HEADER, failure);
  }

  private static BoundedStream unzip(InputStream archive) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(archive, 1 << 16);
    buffered.mark(GZIP_HEADER);
    int length = buffered.readNBytes(GZIP_HEADER).length;
    if (length > 0 && length < GZIP_HEADER) {
      throw new ChartException("unexpected EOF");
    }
    buffered.reset();
    try {
      InputStream unzipped = new GZIPInputStream(buffered, 1 << 16);
      return new BoundedStream(unzipped, MOST_BYTES);
    } catch (ZipException e) {
      throw new ChartException("gzip: invalid header", e);
    } catch (EOFException e) {
      throw new ChartException("EOF", e);
    }
  }

  private static ChartException tooLarge() {
    return new ChartException(
        "decompressed chart is larger than the maximum size " + Charts.MAX_SIZE);
  }

  /**
   * The path without its first folder, cleaned; every way to leave the chart's folder is refused.
   */
  private static String safeName(String entry) {
    char delimiter = entry.indexOf('\\') >= 0 ? '\\' : '/';
    int first = entry.indexOf(delimiter);
    String below = (first < 0 ? "" : entry.substring(first + 1)).replace(delimiter, '/');
    if (below.startsWith("/")) {
      throw new ChartException("chart illegally contains absolute paths");
    }
    String clean = clean(below);
    if (clean.equals(".")) {
      throw new ChartException(
          "chart illegally contains content outside the base directory: \"" + entry + "\"");
    }
    if (clean.startsWith("..")) {
      throw new ChartException("chart illegally references parent directory");
    }
    if (DRIVE.matcher(clean).find()) {
      throw new ChartException("chart contains illegally named files");
    }
    if ((first < 0 ? entry : entry.substring(0, first)).equals("Chart.yaml")) {
      throw new ChartException("chart yaml not in base directory");
    }
    return clean;
  }

  /** Go's path.Clean for a relative path. */
  private static String clean(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else {
        parts.addLast(part);
      }
    }
    return parts.isEmpty() ? "." : String.join("/", parts);
  }

  static byte[] withoutByteOrderMark(byte[] data) {
    boolean marked =
        data.length >= 3
            && data[0] == (byte) 0xEF
            && data[1] == (byte) 0xBB
            && data[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(data, 3, data.length) : data;
  }
}
