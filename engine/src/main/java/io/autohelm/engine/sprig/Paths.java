package io.autohelm.engine.sprig;

import java.util.ArrayList;
import java.util.List;

/** Slash-separated paths, taken apart by Go's rules. */
final class Paths {
  private Paths() {}

  static void addTo(Table table) {
    table.add("base", "string", a -> base(a.string(0)));
    table.add(
        "dir", "string", a -> clean(a.string(0).substring(0, a.string(0).lastIndexOf('/') + 1)));
    table.add("clean", "string", a -> clean(a.string(0)));
    table.add("ext", "string", a -> extension(a.string(0)));
    table.add("isAbs", "string", a -> a.string(0).startsWith("/"));
    // Helm runs on the slash side of the world; the functions for the other are the same.
    table.alias("osBase", "base");
    table.alias("osDir", "dir");
    table.alias("osClean", "clean");
    table.alias("osExt", "ext");
    table.alias("osIsAbs", "isAbs");
  }

  private static String base(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    String trimmed = path.substring(0, end);
    return trimmed.isEmpty() ? "/" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static String extension(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') ? path.substring(dot) : "";
  }

  private static String clean(String path) {
    boolean rooted = path.startsWith("/");
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      int last = parts.size() - 1;
      if (part.equals("..") && last >= 0 && !parts.get(last).equals("..")) {
        parts.remove(last);
      } else if (!part.equals("..") || !rooted) {
        parts.add(part);
      }
    }
    String joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
