package io.autohelm.agent.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an agent's process holds.
 *
 * @param threads of the JVM
 * @param files open ones by their kind
 * @param heap bytes of what is alive, after a full collection
 * @param series of releases, sources and kinds, without their values
 * @param others how many other series there are
 */
record AgentUse(
    long threads, Map<String, Integer> files, long heap, TreeSet<String> series, long others) {
  /** Files of Git; JGit keeps those that it deleted open too, 128 in all. */
  private static final String PACK = "pack";

  private static final int MOST_PACKS = 128;

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern OF_ONE = Pattern.compile("[{,](namespace|source|kind)=\"");

  /** Looks at a process, and at what it tells of itself. */
  static AgentUse of(long pid, String metrics) throws IOException {
    Matcher total = TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
    TreeSet<String> series = new TreeSet<>();
    long others = 0;
    for (String line : metrics.lines().filter(each -> !each.startsWith("#")).toList()) {
      String name = line.replaceAll(" \\S+$", "").replaceAll("commit=\"[^\"]*\"", "");
      if (OF_ONE.matcher(name).find()) {
        series.add(name);
      } else {
        others++;
      }
    }
    long threads;
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
      threads = all.count();
    }
    return new AgentUse(
        threads, files(pid), total.find() ? Long.parseLong(total.group(1)) : 0, series, others);
  }

  private static Map<String, Integer> files(long pid) throws IOException {
    Map<String, Integer> kinds = new TreeMap<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : all.toList()) {
        try {
          String target = Files.readSymbolicLink(each).toString();
          String kind =
              target.matches("[a-z_]+:.*")
                  ? target.replaceAll(":\\[?\\d+.*", "")
                  : target.matches(".*\\.pack( \\(deleted\\))?") ? PACK : "file";
          kinds.merge(kind, 1, Integer::sum);
        } catch (IOException closed) {
          // between the two looks
        }
      }
    }
    return kinds;
  }

  private static String jcmd(long pid, String command) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return said;
  }

  /** What is more than before by more than chance explains; none where all came back. */
  List<String> leakedSince(AgentUse before) {
    List<String> leaks = new ArrayList<>();
    // Pools grow to their bound and shrink when nothing is done.
    if (threads > before.threads + 12) leaks.add("threads: " + before.threads + ", now " + threads);
    files.forEach(
        (kind, count) -> {
          int then = before.files.getOrDefault(kind, 0);
          if (count > (kind.equals(PACK) ? MOST_PACKS : then + 8))
            leaks.add("open " + kind + ": " + then + ", now " + count);
        });
    if (heap > before.heap * 1.25 + 4_000_000) {
      leaks.add("heap: " + before.heap / 1024 + " KiB, now " + heap / 1024);
    }
    TreeSet<String> more = new TreeSet<>(series);
    more.removeAll(before.series);
    // Buckets and reasons appear when they are first needed; what names a release must go with it.
    more.removeIf(name -> !name.contains("namespace=\"soak-"));
    if (!more.isEmpty()) leaks.add("series: " + more);
    if (others > before.others + 150) leaks.add("others: " + before.others + ", now " + others);
    return leaks;
  }

  @Override
  public String toString() {
    return "%d threads, open %s, heap %d KiB, %d series of releases and sources, %d others"
        .formatted(threads, files, heap / 1024, series.size(), others);
  }
}
