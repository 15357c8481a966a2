package io.autohelm.agent.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * Where the history that a store has ends. JGit notes new ends before the commits come; a fetch
 * that is cut in between leaves a store whose history ends where it does not say so, and each fetch
 * after it fails.
 */
final class ShallowEnds {
  private ShallowEnds() {}

  /** Whether a failure tells that history ends where it should not. */
  static boolean areWrong(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MissingObjectException || cause.getCause() == cause) {
        return cause instanceof MissingObjectException;
      }
    }
    return false;
  }

  /** Notes the ends that there are, by the commits themselves. */
  static void mend(Repository store) throws IOException {
    ObjectDatabase objects = store.getObjectDatabase();
    Set<ObjectId> ends = new HashSet<>();
    for (ObjectId end : objects.getShallowCommits()) {
      if (objects.has(end)) {
        ends.add(end);
      }
    }
    Deque<ObjectId> open = new ArrayDeque<>();
    for (Ref ref : store.getRefDatabase().getRefs()) {
      Ref peeled = store.getRefDatabase().peel(ref);
      ObjectId id =
          peeled.getPeeledObjectId() == null ? ref.getObjectId() : peeled.getPeeledObjectId();
      if (id != null && objects.has(id)) {
        open.add(id);
      }
    }
    Set<ObjectId> seen = new HashSet<>(open);
    try (ObjectReader reader = store.newObjectReader()) {
      while (!open.isEmpty()) {
        ObjectId commit = open.remove();
        for (ObjectId parent : parents(reader, commit)) {
          if (!objects.has(parent)) {
            ends.add(commit);
          } else if (seen.add(parent)) {
            open.add(parent);
          }
        }
      }
    }
    objects.setShallowCommits(ends);
  }

  /** As the commit names them, whether they are here or not; none of what is no commit. */
  static List<ObjectId> parents(ObjectReader reader, ObjectId id) throws IOException {
    var object = reader.open(id);
    List<ObjectId> parents = new ArrayList<>();
    if (object.getType() == Constants.OBJ_COMMIT) {
      String text = new String(object.getBytes(), StandardCharsets.ISO_8859_1);
      for (String line : text.substring(0, text.indexOf("\n\n") + 1).split("\n", -1)) {
        if (line.startsWith("parent ")) {
          parents.add(ObjectId.fromString(line.substring("parent ".length()).strip()));
        }
      }
    }
    return parents;
  }
}
