package io.autohelm.engine.repo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Packaged charts that are made of nothing but a Chart.yaml and some ballast. */
final class TinyChart {
  private TinyChart() {}

  /**
   * An archive.
   *
   * @param ballast bytes that do not compress
   */
  static byte[] archive(String name, int ballast) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      byte[] yaml =
          ("apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n").getBytes(StandardCharsets.UTF_8);
      put(tar, name + "/Chart.yaml", yaml);
      if (ballast > 0) {
        byte[] random = new byte[ballast];
        new Random(name.hashCode()).nextBytes(random);
        put(tar, name + "/ballast", random);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0L); // two archives of one chart are equal, whenever they are made
    tar.putArchiveEntry(entry);
    ((OutputStream) tar).write(content);
    tar.closeArchiveEntry();
  }

  /** A repository's folder with these charts and its index. */
  static void repository(Path folder, List<String> names, int ballast) throws IOException {
    Files.createDirectories(folder);
    StringBuilder index = new StringBuilder("apiVersion: v1\nentries:\n");
    for (String name : names) {
      byte[] archive = archive(name, ballast);
      Files.write(folder.resolve(name + "-1.0.0.tgz"), archive);
      index
          .append("  ")
          .append(name)
          .append(":\n  - {name: ")
          .append(name)
          .append(", version: 1.0.0, digest: ")
          .append(HexFormat.of().formatHex(ContentCache.sha256().digest(archive)))
          .append(", urls: [")
          .append(name)
          .append("-1.0.0.tgz]}\n");
    }
    Files.writeString(folder.resolve("index.yaml"), index);
  }
}
