package io.autohelm.engine.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A whole chart in one text, with what real Helm prints for it. Files follow each other, each after
 * a line {@code -- NAME --}, or {@code -- NAME base64 --} for what is no text. The last one, {@code
 * helm}, is the output of {@code helm template rel CHART -n ns}, or its error; {@code given.yaml},
 * where there is one, is the values file of that command.
 */
record ChartText(String name, String files, String helm) {
  private static final Path FOLDER = Path.of("src/test/resources/golden/charts");
  private static final Pattern FILE = Pattern.compile("(?m)^-- (\\S+)( base64)? --\n");
  private static final String LAST = "-- helm --\n";

  static Stream<ChartText> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> sorted = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
      return sorted.stream().map(ChartText::read);
    }
  }

  private static ChartText read(Path file) {
    try {
      String text = Files.readString(file);
      int helm = text.indexOf(LAST);
      int end = helm < 0 ? text.length() : helm;
      return new ChartText(
          file.getFileName().toString(),
          text.substring(0, end),
          text.substring(Math.min(text.length(), end + LAST.length())));
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  /** Writes the files below the folder; gives the values file's path where there is one. */
  List<Path> writeTo(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    Matcher marker = FILE.matcher(files);
    boolean found = marker.find();
    while (found) {
      String path = marker.group(1);
      boolean isBinary = marker.group(2) != null;
      int start = marker.end();
      found = marker.find();
      String content = files.substring(start, found ? marker.start() : files.length());
      contents.put(
          path,
          isBinary
              ? Base64.getMimeDecoder().decode(content)
              : content.getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return contents.containsKey("given.yaml") ? List.of(folder.resolve("given.yaml")) : List.of();
  }

  void record(String output) throws IOException {
    Files.writeString(FOLDER.resolve(name), files + LAST + output);
  }

  @Override
  public String toString() {
    return name;
  }
}
