package io.autohelm.agent.declaration;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.ObjectIterator;
import java.util.List;

/**
 * The {@code for} tag of one rendering, with a budget for all its loops together: Jinjava bounds
 * each loop, but not loops within loops, and a rendering cannot be interrupted.
 */
final class BoundedFor extends ForTag {
  private static final long serialVersionUID = 1L;

  private final int limit;
  private int used;
  private int exceededAt;

  BoundedFor(int limit) {
    this.limit = limit;
  }

  @Override
  public String renderForCollection(
      TagNode tag, JinjavaInterpreter interpreter, List<String> names, Object collection) {
    int length = Math.max(1, ObjectIterator.getLoop(collection).getLength());
    if (exceededAt > 0 || length > limit - used) {
      exceededAt = exceededAt > 0 ? exceededAt : Math.max(1, tag.getLineNumber());
      return "";
    }
    used += length;
    return super.renderForCollection(tag, interpreter, names, collection);
  }

  /** The line of the loop that was too much; 0 while there was none. */
  int exceededAt() {
    return exceededAt;
  }
}
