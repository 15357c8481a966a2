package io.autohelm.benchmarks;

import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The API server's own list of the requests that it answered: a JSON object a line. */
final class AuditLog {
  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /** How many lines there are. */
  long length() throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.count();
    }
  }

  /** The requests behind the first so many lines, of those whose name begins so. */
  int of(String agent, long start) throws IOException {
    List<String> lines;
    try (var all = Files.lines(file)) {
      lines = all.skip(start).toList();
    }
    int count = 0;
    for (String line : lines) {
      if (Json.parse(line) instanceof Map<?, ?> event
          && String.valueOf(event.get("userAgent")).startsWith(agent)) {
        count++;
      }
    }
    return count;
  }

  /**
   * The kinds that were written behind the first so many lines, in order, without what is kept of
   * releases and without repetitions.
   */
  List<String> writes(String agent, long start) throws IOException {
    List<String> lines;
    try (var all = Files.lines(file)) {
      lines = all.skip(start).toList();
    }
    List<String> writes = new ArrayList<>();
    for (String line : lines) {
      if (Json.parse(line) instanceof Map<?, ?> event
          && String.valueOf(event.get("userAgent")).startsWith(agent)
          && event.get("objectRef") instanceof Map<?, ?> object) {
        String verb = String.valueOf(event.get("verb"));
        String name = String.valueOf(object.get("name"));
        String resource = String.valueOf(object.get("resource"));
        boolean isOwn =
            resource.equals("leases")
                || resource.equals("namespaces")
                || name.startsWith("sh.helm.release.v1.")
                || (resource.equals("secrets") && verb.equals("create"));
        if (Set.of("create", "patch", "update", "delete").contains(verb) && !isOwn) {
          String write = (verb.equals("delete") ? "delete " : "") + resource;
          if (writes.isEmpty() || !writes.get(writes.size() - 1).equals(write)) {
            writes.add(write);
          }
        }
      }
    }
    return writes;
  }
}
