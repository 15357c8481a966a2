package io.autohelm.agent.declaration;

import java.util.List;
import java.util.Optional;

/**
 * The files of one state of a source: of a commit, or of a folder. Paths are from the root, with
 * forward slashes.
 */
public interface SourceFiles {

  /**
   * A file.
   *
   * @param key names the content: equal keys, equal content
   */
  record Entry(String path, String key) {}

  /**
   * All files below a folder; the empty path is the root. A path that names a file gives that file.
   */
  List<Entry> list(String path);

  /** What names the content of a file or folder; empty where there is none. */
  Optional<String> key(String path);

  byte[] read(Entry entry);
}
