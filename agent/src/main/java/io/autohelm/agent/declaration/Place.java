package io.autohelm.agent.declaration;

/**
 * A place in a declaration's file.
 *
 * @param line from 1; 0 where it is not known
 * @param column from 1; 0 where it is not known
 */
public record Place(int line, int column) {
  public static final Place UNKNOWN = new Place(0, 0);
}
