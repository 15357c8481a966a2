package io.autohelm.engine.sequence;

/** An order that cannot be: things that wait for each other, or an annotation that is no list. */
public final class SequenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SequenceException(String message) {
    super(message);
  }
}
