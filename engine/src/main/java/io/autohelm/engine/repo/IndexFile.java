package io.autohelm.engine.repo;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import io.autohelm.engine.yaml.YamlException;
import io.autohelm.engine.yaml.YamlStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An index.yaml as Helm keeps it in its cache, with what commands show of it. It is read as a
 * stream; only the entries asked for are held.
 */
public final class IndexFile {
  private static final Pattern API_VERSION =
      Pattern.compile("(?:^|[{,\\s])[\"']?apiVersion[\"']?\\s*:\\s*[^\\s,}]");
  private static final Pattern RANGE = Pattern.compile("[\\^~<>=!*]|\\|\\|| - |^[^-+]*[xX]");

  private final Map<String, List<ChartEntry>> entries;

  private IndexFile(Map<String, List<ChartEntry>> entries) {
    this.entries = entries;
  }

  /**
   * Reads an index.
   *
   * @param wanted which charts' entries are held
   * @param warnings takes a line for each entry that is passed over
   * @throws RepositoryException in Helm's words where it is none
   */
  public static IndexFile read(Path file, Predicate<String> wanted, Consumer<String> warnings)
      throws IOException {
    if (Files.size(file) == 0) {
      throw new RepositoryException("empty index.yaml file");
    }
    Map<String, List<ChartEntry>> entries = new TreeMap<>();
    try (Reader reader = reader(file)) {
      YamlStream.items(
          reader, "entries", wanted, (chart, item) -> add(entries, chart, item, warnings));
    } catch (YamlException e) {
      throw new RepositoryException(String.valueOf(e.getMessage()), e);
    }
    if (!hasApiVersion(file)) {
      throw new RepositoryException("no API version specified");
    }
    entries.values().forEach(IndexFile::sort);
    return new IndexFile(entries);
  }

  private static void add(
      Map<String, List<ChartEntry>> entries, String chart, Object item, Consumer<String> warnings) {
    if (!(item instanceof Map<?, ?> map)) {
      warnings.accept("skipping loading invalid entry for chart: empty entry name=" + chart);
      return;
    }
    String version = text(map.get("version"));
    if (text(map.get("name")).isEmpty() || parsed(version) == null) {
      warnings.accept("skipping loading invalid entry for chart name=" + chart);
      return;
    }
    entries
        .computeIfAbsent(chart, key -> new ArrayList<>())
        .add(
            new ChartEntry(
                text(map.get("name")),
                version,
                text(map.get("appVersion")),
                text(map.get("description")),
                texts(map.get("keywords")),
                texts(map.get("urls")),
                text(map.get("digest"))));
  }

  private static Reader reader(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            Files.newInputStream(file),
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)),
        1 << 16);
  }

  /** The field stands at the top level: before or behind the entries, never indented in YAML. */
  private static boolean hasApiVersion(Path file) throws IOException {
    try (BufferedReader lines = new BufferedReader(reader(file))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        boolean isTopLevel =
            (!line.startsWith(" ") && !line.startsWith("-")) || line.startsWith("  \"apiVersion\"");
        if (isTopLevel && API_VERSION.matcher(line).find()) {
          return true;
        }
      }
    }
    return false;
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text.strip() : "";
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> texts.add(text(item)));
    }
    return texts;
  }

  private static @Nullable Version parsed(String text) {
    try {
      return Version.parse(text);
    } catch (SemverException e) {
      return null;
    }
  }

  /** The newest first. */
  private static void sort(List<ChartEntry> versions) {
    Map<String, Version> parsed = new HashMap<>();
    for (ChartEntry entry : versions) {
      parsed.put(entry.version(), Version.parse(entry.version()));
    }
    versions.sort(
        Comparator.comparing((ChartEntry entry) -> parsed.get(entry.version())).reversed());
  }

  /** The versions of each chart, the newest first, by the charts' names. */
  public Map<String, List<ChartEntry>> entries() {
    return entries;
  }

  /**
   * The version that is meant: that very one, or the newest that a constraint allows.
   *
   * @param version empty takes the newest release
   * @param warnings takes a line where another version is taken than the one that was named
   * @throws RepositoryException in Helm's words where there is none
   */
  public ChartEntry get(String chart, String version, Consumer<String> warnings) {
    List<ChartEntry> versions = entries.get(chart);
    if (versions == null) {
      throw new RepositoryException("no chart name found");
    }
    Constraint constraint;
    try {
      constraint = Constraint.parse(version.isEmpty() ? "*" : version);
    } catch (SemverException e) {
      throw new RepositoryException(String.valueOf(e.getMessage()), e);
    }
    Optional<ChartEntry> exact =
        versions.stream().filter(entry -> entry.version().equals(version)).findFirst();
    if (exact.isPresent()) {
      return exact.get();
    }
    for (ChartEntry entry : versions) {
      if (constraint.allows(Version.parse(entry.version()))) {
        if (!version.isEmpty() && !RANGE.matcher(version).find()) {
          warnings.accept(
              "unable to find exact version requested; falling back to closest available version"
                  + " chart="
                  + chart
                  + " requested="
                  + version
                  + " selected="
                  + entry.version());
        }
        return entry;
      }
    }
    throw new RepositoryException("no chart version found for " + chart + "-" + version);
  }
}
