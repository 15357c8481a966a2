package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which archives of classes {@code bin/autohelm} keeps: with a Java that only makes files. */
final class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      for word in "$@"; do
        case "$word" in
          -XX:ArchiveClassesAtExit=*) : > "${word#*=}"; exit 0 ;;
          -XX:SharedArchiveFile=*) archive=${word#*=} ;;
        esac
      done
      test -f "$archive" && basename "$archive"
      """;

  @TempDir Path folder;
  private Path cache;

  @BeforeEach
  void java() throws IOException {
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(java, JAVA);
    java.toFile().setExecutable(true);
    cache = Files.createDirectories(folder.resolve("cache/autohelm"));
  }

  /** The archive that a jar is started with. */
  private String started(Path jar) throws Exception {
    ProcessBuilder program = new ProcessBuilder("../bin/autohelm", "version");
    program.environment().put("JAVA_HOME", folder.resolve("java").toString());
    program.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    program.environment().put("AUTOHELM_JAR", jar.toString());
    Process process = program.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text.strip();
  }

  private Set<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(TreeSet::new, Set::add, Set::addAll);
    }
  }

  private Path jar(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void age(Path file, int days) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
  }

  @Test
  void anotherVersionBesideItKeepsItsArchive() throws Exception {
    Path one = jar("one.jar", "1");
    Path two = jar("two.jar", "22");
    String ofOne = started(one);
    String ofTwo = started(two);
    assertEquals(new TreeSet<>(Set.of(ofOne, ofTwo)), kept());
    assertEquals(ofOne, started(one));
  }

  @Test
  void whatWasNotUsedForAWeekGoesWhenAnotherIsMade() throws Exception {
    String used = started(jar("used.jar", "1"));
    String unused = started(jar("unused.jar", "22"));
    age(cache.resolve(unused), 10);
    age(cache.resolve(used), 10);
    Path half = Files.createFile(cache.resolve("classes-1.jsa.77"));
    age(half, 10);
    assertEquals(used, started(folder.resolve("used.jar")), "its use counts");
    String made = started(jar("new.jar", "333"));
    assertEquals(new TreeSet<>(Set.of(used, made)), kept());
  }

  @Test
  void theArchiveOfAJarThatWasReplacedGoes() throws Exception {
    started(jar("one.jar", "1"));
    String again = started(jar("one.jar", "another build"));
    assertEquals(Set.of(again), kept());
  }
}
