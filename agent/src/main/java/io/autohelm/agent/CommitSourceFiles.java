package io.autohelm.agent;

import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.git.CommitFiles;
import java.util.List;
import java.util.Optional;

/** The files of a commit as declarations and charts are read from. */
record CommitSourceFiles(CommitFiles commit) implements SourceFiles {
  @Override
  public List<Entry> list(String path) {
    return commit.list(path).stream()
        .map(entry -> new Entry(entry.path(), entry.key().hash()))
        .toList();
  }

  @Override
  public Optional<String> key(String path) {
    return commit.key(path).map(CommitFiles.ObjectKey::hash);
  }

  @Override
  public byte[] read(Entry entry) {
    return commit.read(new CommitFiles.Entry(entry.path(), new CommitFiles.ObjectKey(entry.key())));
  }
}
