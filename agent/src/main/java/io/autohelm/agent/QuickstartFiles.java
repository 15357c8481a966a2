package io.autohelm.agent;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The example {@code config-examples/quickstart}, out of the jar. */
final class QuickstartFiles {
  private static final String ROOT = "quickstart";

  private QuickstartFiles() {}

  static void copyTo(Path folder) throws IOException {
    URL url = QuickstartFiles.class.getResource(ROOT);
    if (url == null) {
      throw new IOException("the example " + ROOT + " is missing from the program");
    }
    try {
      URI uri = url.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          copy(jar.getPath(url.getPath().substring(url.getPath().indexOf('!') + 1)), folder);
        }
      } else {
        copy(Path.of(uri), folder);
      }
    } catch (URISyntaxException e) {
      throw new IOException("the example " + ROOT + " cannot be found", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.write(target, Files.readAllBytes(file));
    }
  }
}
