package io.autohelm.engine.repo;

import io.autohelm.engine.yaml.YamlException;
import io.autohelm.engine.yaml.YamlStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An index.yaml, read once as a stream into lines of {@code name, version, digest, addresses},
 * which are cheap to search; neither form is ever held in memory whole.
 */
final class Index {
  private Index() {}

  /**
   * Shortens an index.yaml; entries without a version or an address are passed over, as Helm passes
   * them over, and so are those that are marked as removed.
   *
   * @param address for errors
   */
  static void shorten(Path yaml, Path to, String address) throws IOException {
    try (Reader reader =
            new BufferedReader(
                new InputStreamReader(
                    Files.newInputStream(yaml),
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)),
                1 << 16);
        BufferedWriter writer = Files.newBufferedWriter(to)) {
      boolean found =
          YamlStream.items(
              reader,
              "entries",
              name -> true,
              (name, item) -> {
                if (item instanceof Map<?, ?> map) {
                  write(writer, name, map);
                }
              });
      if (!found) {
        throw new RepositoryException(
            "the index of " + address + " is no index: it has no entries");
      }
    } catch (YamlException e) {
      throw new RepositoryException(
          "the index of " + address + " cannot be read: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  private static void write(BufferedWriter writer, String name, Map<?, ?> entry) {
    String version = text(entry.get("version"));
    String urls = urls(entry.get("urls"));
    boolean isRemoved = "true".equals(entry.get("removed"));
    if (version.isEmpty() || urls.isEmpty() || isRemoved) {
      return;
    }
    try {
      writer.write(
          clean(name) + "\t" + version + "\t" + text(entry.get("digest")) + "\t" + urls + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String urls(@Nullable Object value) {
    List<String> urls = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(url -> urls.add(text(url).replace(" ", "%20")));
    }
    return String.join(" ", urls);
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? clean(text) : "";
  }

  private static String clean(String text) {
    return text.replace('\t', ' ').replace('\n', ' ').strip();
  }

  /** The versions of a chart, in the order of the index. */
  static List<IndexEntry> versions(Path shortened, String chart) throws IOException {
    List<IndexEntry> entries = new ArrayList<>();
    String start = chart + "\t";
    try (BufferedReader reader = Files.newBufferedReader(shortened)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(start)) {
          String[] fields = line.split("\t", -1);
          if (fields.length == 4) {
            entries.add(
                new IndexEntry(
                    fields[0],
                    fields[1],
                    Arrays.asList(fields[3].split(" ", -1)),
                    fields[2].replaceFirst("^sha256:", "")));
          }
        }
      }
    }
    return entries;
  }
}
