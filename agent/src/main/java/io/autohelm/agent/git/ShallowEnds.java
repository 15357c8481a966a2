package io.autohelm.agent.git;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Where the history that a store has ends: at each commit that a ref names. JGit notes ends before
 * their commits come, and forgets none that nobody needs any more.
 */
final class ShallowEnds {
  private ShallowEnds() {}

  /** Notes them, whatever was noted before; a ref that names nothing goes. */
  static void note(Repository store, String refs) throws IOException {
    Set<ObjectId> ends = new HashSet<>();
    try (ObjectReader reader = store.newObjectReader()) {
      for (Ref ref : store.getRefDatabase().getRefsByPrefix(refs)) {
        ObjectId id = ref.getObjectId();
        if (id != null && reader.has(id)) {
          GitHistory.commit(reader, id).ifPresent(ends::add);
        } else if (id != null) {
          drop(store, ref);
        }
      }
    }
    if (!ends.equals(noted(store))) {
      store.getObjectDatabase().setShallowCommits(ends);
    }
  }

  /** Null where what is noted cannot be read. */
  static @Nullable Set<ObjectId> noted(Repository store) {
    try {
      return store.getObjectDatabase().getShallowCommits();
    } catch (IOException e) {
      return null;
    }
  }

  static void drop(Repository store, Ref ref) throws IOException {
    RefUpdate gone = store.updateRef(ref.getName());
    gone.setForceUpdate(true);
    gone.delete();
  }
}
