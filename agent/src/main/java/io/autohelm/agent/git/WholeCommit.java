package io.autohelm.agent.git;

import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ObjectStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Whether a commit is in a store with all of its files. */
final class WholeCommit {
  private WholeCommit() {}

  /**
   * Looks.
   *
   * @param isThorough whether each file is read; else it is enough that the store lists it
   */
  static boolean isIn(Repository store, String id, boolean isThorough) {
    try (RevWalk walk = new RevWalk(store);
        TreeWalk files = new TreeWalk(store);
        ObjectReader reader = store.newObjectReader();
        ObjectInserter.Formatter hashes = new ObjectInserter.Formatter()) {
      files.addTree(walk.parseCommit(ObjectId.fromString(id)).getTree());
      files.setRecursive(true);
      while (files.next()) {
        ObjectId file = files.getObjectId(0);
        if (files.getFileMode(0) != FileMode.GITLINK
            && !(isThorough ? isReadable(reader, hashes, file) : reader.has(file))) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static boolean isReadable(
      ObjectReader reader, ObjectInserter.Formatter hashes, ObjectId file) throws IOException {
    ObjectLoader content = reader.open(file);
    try (ObjectStream stream = content.openStream()) {
      return hashes.idFor(Constants.OBJ_BLOB, content.getSize(), stream).equals(file);
    }
  }
}
