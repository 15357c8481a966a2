package io.autohelm.engine.kube;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes lines of bytes that come in pieces. One piece at a time; the pieces' threads may differ.
 */
final class Lines {
  private final Consumer<String> line;
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private boolean isKept;

  Lines(Consumer<String> line) {
    this.line = line;
  }

  /** From now on nothing is handed out: all of it is one text, had by {@link #rest}. */
  synchronized void keep() {
    isKept = true;
  }

  synchronized void add(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      while (piece.hasRemaining()) {
        byte next = piece.get();
        if (next == '\n' && !isKept) {
          if (open.size() > 0) {
            line.accept(open.toString(StandardCharsets.UTF_8));
          }
          open.reset();
        } else {
          open.write(next);
        }
      }
    }
  }

  /** What no line break has ended. */
  synchronized String rest() {
    return open.toString(StandardCharsets.UTF_8);
  }
}
