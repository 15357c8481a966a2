package io.autohelm.engine.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** What supervisor and test JVMs tell each other through files of the run folder. */
final class RunState {
  static final String KUBECONFIG = "kubeconfig";
  private static final String STATE = "state";
  private static final String HEARTBEAT = "heartbeat";

  private final Path folder;

  RunState(Path folder) {
    this.folder = folder;
  }

  /**
   * The supervisor's word.
   *
   * @param status starting, ready, failed or ended
   * @param pid the supervisor's process
   * @param detail why it failed or ended
   */
  record Word(String status, long pid, String detail) {}

  /** Written aside and moved, so that a reader sees the old word or the new one. */
  void write(String status, String detail) throws IOException {
    Path aside = folder.resolve(STATE + ".new");
    Files.write(
        aside,
        List.of(
            status,
            Long.toString(ProcessHandle.current().pid()),
            detail.lines().findFirst().orElse("")));
    Files.move(
        aside,
        folder.resolve(STATE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  Word read() throws IOException {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(STATE));
      return new Word(lines.get(0), Long.parseLong(lines.get(1)), lines.get(2));
    } catch (NoSuchFileException none) {
      return new Word("starting", 0, "");
    }
  }

  void giveSignOfLife() throws IOException {
    Path heartbeat = folder.resolve(HEARTBEAT);
    if (!Files.exists(heartbeat)) Files.createFile(heartbeat);
    Files.setLastModifiedTime(heartbeat, FileTime.from(Instant.now()));
  }

  Instant lastSignOfLife() {
    try {
      return Files.getLastModifiedTime(folder.resolve(HEARTBEAT)).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }
}
