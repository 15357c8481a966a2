package io.autohelm.engine.gotemplate;

import java.nio.charset.StandardCharsets;

/**
 * A parsed template: fixed, so many threads may execute it at once.
 *
 * @param parseName the name of the text it was found in, for messages
 * @param text that whole text, for positions
 * @param slots how many variables a run of it holds at once
 */
record Template(String name, String parseName, String text, Node.Sequence root, int slots) {

  /** Whether it would print nothing but white space; such a one never replaces another. */
  boolean isEmpty() {
    for (Node.Statement node : root.nodes()) {
      if (!(node instanceof Node.Text text) || !GoStrings.trimSpace(text.text()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  int line(Node node) {
    int line = 1;
    for (int i = 0; i < node.position(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /** Bytes of UTF-8 between the line's start and the node. */
  int column(Node node) {
    int lineStart = text.lastIndexOf('\n', node.position() - 1) + 1;
    return text.substring(lineStart, node.position()).getBytes(StandardCharsets.UTF_8).length;
  }
}
